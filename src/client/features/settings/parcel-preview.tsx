import { mayRead } from '../../../core/access/rights.ts';
import { useDeps } from '../../deps/deps.ts';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import type { Opened } from '../../sync/parcels.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { groupsOf } from './queries.ts';
import { WaitingList } from './waiting-list.tsx';

interface ParcelPreviewProps {
  readonly opened: Opened;
  /** Taking it in was tried and could not be written. */
  readonly failed: boolean;
  readonly onAccept: () => void;
  readonly onReject: () => void;
}

/** From which tablet, packed when, and how much of which training: no names. Nothing is taken in yet. */
export function ParcelPreview({ opened, failed, onAccept, onReject }: ParcelPreviewProps) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const { store } = deps;
  const { parcel, ops, known } = opened;
  const groups = useLive(() => groupsOf(store, ops), [store, ops]);
  const hides = useLive(async () => {
    const rights = await store.rights();
    return ops.some((o) => !mayRead(rights, o.s));
  }, [store, ops]);
  const facts: readonly (readonly [string, string])[] = [
    [t('carry.from'), parcel.label === '' ? t('devices.no_label') : parcel.label],
    [t('carry.packed'), clockTime(deps, format, parcel.at)],
    [t('carry.count'), format.number(ops.length)],
    ...(known > 0 ? [[t('carry.known'), format.number(known)] as const] : []),
  ];
  return (
    <section class="card stack" aria-labelledby="preview-title">
      <h2 id="preview-title">{t('carry.preview')}</h2>
      {failed && (
        <Notice tone="danger" title={t('settings.not_saved')} alert>
          {t('settings.not_saved_text')}
        </Notice>
      )}
      <dl class="sync-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {groups && <WaitingList outbox={{ groups, count: ops.length }} plain />}
      {hides === true && <p class="muted">{t('carry.hidden')}</p>}
      <div class="actions">
        <Button kind="primary" size="big" icon="download" onClick={onAccept}>
          {t('carry.accept')}
        </Button>
        <Button onClick={onReject}>{t('carry.reject')}</Button>
      </div>
    </section>
  );
}
