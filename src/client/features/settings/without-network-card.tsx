import { useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmSheet } from '../../ui/confirm-sheet.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { showToast } from '../../ui/toast.ts';
import { readCarried, type Carried } from './carry-queries.ts';

/** The ways without a network, and what this tablet carries for others. */
export function WithoutNetworkCard() {
  const t = useT();
  const { store } = useDeps();
  const carried = useLive(() => readCarried(store), [store]);
  return (
    <section class="card stack" aria-labelledby="carry-title">
      <h2 id="carry-title">{t('carry.card_title')}</h2>
      <p>{t('carry.card_text')}</p>
      <div class="actions">
        <Button href="/sync/send" icon="share">
          {t('carry.send')}
        </Button>
        <Button href="/sync/take" icon="download">
          {t('carry.take')}
        </Button>
      </div>
      {carried !== undefined && carried.parcels.length > 0 && <CarriedList carried={carried} />}
    </section>
  );
}

function CarriedList({ carried }: { readonly carried: Carried }) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const [asked, setAsked] = useState<string>();
  const letGo = async (id: string): Promise<void> => {
    setAsked(undefined);
    try {
      const { dropParcel } = await import('../../store/carried.ts');
      deps.store.changed(await dropParcel(deps.store.db, id));
      showToast({ text: t('carry.let_gone') });
    } catch {
      showToast({ text: t('settings.not_saved'), tone: 'warn' });
    }
  };
  return (
    <>
      <h3>{t('carry.carried_title')}</h3>
      <p>{t('carry.carried_note', { n: format.number(carried.count) })}</p>
      <ul class="list">
        {carried.parcels.map((parcel) => (
          <ListRow
            key={parcel.id}
            title={parcel.label === '' ? t('devices.no_label') : parcel.label}
            look={parcel.refused === undefined ? 'plain' : 'warn'}
            note={
              <>
                <span class="row-line">{t('carry.carried_facts', { n: format.number(parcel.count), time: clockTime(deps, format, parcel.at) })}</span>
                {parcel.refused !== undefined && <span class="row-line">{t('carry.refused')}</span>}
              </>
            }
            actions={
              <Button kind="quiet" icon="trash" onClick={() => setAsked(parcel.id)}>
                {t('carry.let_go')}
              </Button>
            }
          />
        ))}
      </ul>
      <ConfirmSheet
        open={asked !== undefined}
        title={t('carry.let_go')}
        text={t('carry.let_go_ask')}
        confirm={t('carry.let_go')}
        danger
        onConfirm={() => void (asked !== undefined && letGo(asked))}
        onClose={() => setAsked(undefined)}
      />
    </>
  );
}
