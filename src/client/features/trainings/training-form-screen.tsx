import './trainings.css';
import { useDeps } from '../../deps/deps.ts';
import { localNow } from '../../deps/local-time.ts';
import { useRoute } from '../../deps/navigation.ts';
import { Page } from '../../deps/page.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useRights } from '../../deps/use-rights.ts';
import { useT } from '../../i18n/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { formOf, newForm } from './form-state.ts';
import { loadForm, type FormRows } from './load.ts';
import { NoTraining } from './no-training.tsx';
import { mayEdit } from './queries.ts';
import { TrainingForm } from './training-form.tsx';

/** A new training, or the facts of one that stands. */
export function TrainingFormScreen(): preact.JSX.Element {
  const t = useT();
  const { store } = useDeps();
  const id = useRoute().params['id'];
  const rights = useRights();
  const loaded = useLive(async () => ({ id, rows: await loadForm(store, id) }), [store, id]);
  const back = id === undefined ? '/' : `/trainings/${id}`;
  return (
    <Page title={t(id === undefined ? 'form.title_new' : 'form.title_edit')} back={back}>
      {!loaded || !rights || loaded.id !== id ? (
        <p class="muted">{t('ui.loading')}</p>
      ) : id !== undefined && !loaded.rows.rows ? (
        <NoTraining />
      ) : loaded.rows.rows && !mayEdit(rights, loaded.rows.rows.training) ? (
        <Notice tone="info">{t('form.not_yours')}</Notice>
      ) : (
        <Opened key={id ?? 'new'} rows={loaded.rows} back={back} />
      )}
    </Page>
  );
}

/** The form over what stands when it is opened. */
function Opened({ rows, back }: { readonly rows: FormRows; readonly back: string }): preact.JSX.Element {
  const today = localNow(useDeps()).day;
  const { rows: found, slots, marked } = rows;
  if (!found) return <TrainingForm rows={rows} back={back} opened={{ form: newForm(today), before: undefined }} />;
  const form = formOf(found.training, slots, found);
  return <TrainingForm rows={rows} back={back} opened={{ form, before: { training: found.training, form, slots, marked } }} />;
}
