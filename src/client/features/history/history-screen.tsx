import { isRecordId, isScope } from '../../../core/ids.ts';
import { isErased } from '../../../core/sync/erased.ts';
import { useRoute } from '../../deps/navigation.ts';
import { Page } from '../../deps/page.tsx';
import { trainingWords } from '../../deps/record-facts.ts';
import { useUnits } from '../../deps/use-units.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import type { RecordKey } from './ask-history.ts';
import { FieldCard, Unchanged } from './field-card.tsx';
import './history.css';
import type { Loaded } from './load.ts';
import { RelatedList } from './related-list.tsx';
import { isChanged } from './timeline.ts';
import { useHistory, type RecordHistory } from './use-history.ts';
import { useRestore, type Restore } from './use-restore.ts';

/** The history of one record: each field with every value it had, who set it, when and where (EXPERIENCE B5.40). */
export function HistoryScreen(): preact.JSX.Element {
  const t = useT();
  const { s, t: table, id, of } = useRoute().query;
  if (isScope(s) && isRecordId(id) && table !== undefined) return <HistoryOf key={`${s} ${table} ${id}`} record={{ s, t: table, id }} of={of} />;
  return (
    <Page title={t('history.title')} back="/">
      <Empty text={t('history.none')} action={<Button href="/">{t('nav.trainings')}</Button>} />
    </Page>
  );
}

function HistoryOf({ record, of }: { readonly record: RecordKey; readonly of: string | undefined }): preact.JSX.Element {
  const t = useT();
  const history = useHistory(record);
  const subtitle = useSubtitle(record, history?.loaded);
  return (
    <Page title={t('history.title')} subtitle={subtitle} back={backOf(record, history?.loaded.training ?? of)}>
      {history ? <Body record={record} history={history} /> : <p class="muted">{t('ui.loading')}</p>}
    </Page>
  );
}

/** To the page of the training for its own facts, to its list for whatever is of its people. */
function backOf({ t }: RecordKey, training: string | undefined): string {
  if (training === undefined || !isRecordId(training)) return '/';
  return ['registration', 'attendance', 'person'].includes(t) ? `/trainings/${training}/register` : `/trainings/${training}`;
}

/** Whose record it is: short, since it stands in the header. */
function useSubtitle({ t: table }: RecordKey, loaded: Loaded | undefined): string | undefined {
  const t = useT();
  const kind = table === 'attendance' ? t('totals_screen.mark') : '';
  const name = loaded?.name ?? (loaded?.isErased ? t('erase.name') : '');
  return [name, kind].filter((part) => part !== '').join(' · ') || undefined;
}

/** Which day and training it belongs to. */
function Whereabouts({ loaded: { day, facts } }: { readonly loaded: Loaded }): preact.JSX.Element | null {
  const t = useT();
  const lang = useLang();
  const format = useFormat();
  const units = useUnits();
  const parts = [facts ? trainingWords({ t, format, lang, units }, facts) : '', day === undefined || day === facts?.start ? '' : format.day(day)];
  const words = parts.filter((part) => part !== '').join(' · ');
  return words === '' ? null : <p>{words}</p>;
}

function Body({ record, history }: { readonly record: RecordKey; readonly history: RecordHistory }): preact.JSX.Element {
  const t = useT();
  const { loaded, fields } = history;
  const restore = useRestore(record, loaded);
  const changed = fields.filter(isChanged);
  const unchanged = fields.filter((one) => !isChanged(one));
  return (
    <div class="stack history">
      <Whereabouts loaded={loaded} />
      <Heard history={history} />
      <State loaded={loaded} hasChanged={changed.length > 0} restore={restore} />
      {fields.length === 0 && !history.asking && <p>{t('history.none')}</p>}
      {history.heard && fields.length > 0 && changed.length === 0 && <p>{t('history.nothing_changed')}</p>}
      {changed.map((one) => (
        <FieldCard key={one.field} table={record.t} history={one} record={history} onRestore={restore.put} />
      ))}
      {unchanged.length > 0 && <Unchanged table={record.t} fields={unchanged} record={history} hasChanged={changed.length > 0} />}
      {fields.length > 0 && <p class="muted">{t('history.clock_note')}</p>}
      <RelatedList related={loaded.related} training={loaded.training} />
    </div>
  );
}

/** What must be known before a value is put back: the record is deleted, its training closed, the last try not written. */
function State({ loaded, hasChanged, restore }: { readonly loaded: Loaded; readonly hasChanged: boolean; readonly restore: Restore }): preact.JSX.Element {
  const t = useT();
  return (
    <>
      {loaded.own.row && isErased(loaded.own.row) && <Notice>{t('erase.note')}</Notice>}
      {loaded.own.row?.g === 1 && <Notice tone="warn">{t('history.is_gone')}</Notice>}
      {loaded.isClosed && hasChanged && <Notice>{t('attendance.closed_finished')}</Notice>}
      {restore.failed !== undefined && (
        <Notice tone="danger" title={t('fault.not_saved')} alert onClose={restore.clear}>
          {restore.failed}
        </Notice>
      )}
    </>
  );
}

/** Whether the endpoint has been heard: without it only this tablet's own saves are known, and that is said. */
function Heard({ history }: { readonly history: RecordHistory }): preact.JSX.Element {
  const t = useT();
  const { asking, problem, again } = history;
  return (
    <div role="status">
      {asking && <Progress label={t('sync.asking')} />}
      {problem !== undefined && (
        <Notice
          tone={problem === 'alone' ? 'info' : 'warn'}
          title={t('history.here_only')}
          action={problem === 'network' || problem === 'failed' ? <Button icon="refresh" onClick={again}>{t('history.again')}</Button> : undefined}
        >
          {t(`history.problem.${problem}`)}
        </Notice>
      )}
    </div>
  );
}
