import { useEffect, useState } from 'preact/hooks';
import type { ErasureReport, WaitingDevice } from '../../../core/sync/erasure.ts';
import { useDeps } from '../../deps/deps.ts';
import { Page } from '../../deps/page.tsx';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { askErasures, type EraseProblem } from '../../sync/erase.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { JoinCard } from './join-card.tsx';
import './settings.css';

/** What was erased, and which tablets still have to: the honest answer to "is it gone everywhere?" (PROTOCOL 2.12). */
export function ErasedScreen() {
  const t = useT();
  const { store } = useDeps();
  const link = useLive(async () => (await store.link()) ?? 'alone', [store]);
  return (
    <Page title={t('erase.list_title')} back="/settings">
      <div class="stack settings-screen">
        {link === 'alone' && (
          <>
            <Notice tone="info">{t('devices.alone')}</Notice>
            <JoinCard />
          </>
        )}
        {link !== undefined && link !== 'alone' && link.role !== 'coordinator' && <Notice tone="info">{t('erase.list_problem.forbidden')}</Notice>}
        {link !== undefined && link !== 'alone' && link.role === 'coordinator' && <Erasures />}
      </div>
    </Page>
  );
}

type Asked = { readonly kind: 'asking' } | { readonly kind: 'list'; readonly list: readonly ErasureReport[] } | { readonly kind: 'problem'; readonly problem: EraseProblem };

function Erasures() {
  const t = useT();
  const { store, ask } = useDeps();
  const [asked, setAsked] = useState<Asked>({ kind: 'asking' });
  const [turn, setTurn] = useState(0);
  const skew = useLive(async () => (await store.sync()).skew, [store]) ?? 0;
  useEffect(() => {
    let current = true;
    setAsked({ kind: 'asking' });
    const show = (next: Asked): void => void (current && setAsked(next));
    askErasures(store, ask).then(
      (found) => show(found.ok ? { kind: 'list', list: found.value } : { kind: 'problem', problem: found.error }),
      () => show({ kind: 'problem', problem: 'failed' }),
    );
    return () => void (current = false);
  }, [store, ask, turn]);
  const again = (
    <Button icon="refresh" busy={asked.kind === 'asking'} onClick={() => setTurn(turn + 1)}>
      {t('devices.refresh')}
    </Button>
  );
  if (asked.kind === 'problem') {
    return (
      <Notice tone="warn" action={again}>
        {t(`erase.list_problem.${asked.problem === 'network' || asked.problem === 'forbidden' ? asked.problem : 'failed'}`)}
      </Notice>
    );
  }
  if (asked.kind === 'asking') return <p role="status">{t('ui.loading')}</p>;
  if (asked.list.length === 0) return <Empty text={t('erase.list_none')} action={<Button href="/">{t('nav.trainings')}</Button>} />;
  return (
    <>
      <p class="muted">{t('erase.list_text')}</p>
      <ul class="list">
        {asked.list.map((one) => (
          <ErasureRow key={one.id} one={one} skew={skew} />
        ))}
      </ul>
      <div class="actions">{again}</div>
    </>
  );
}

interface RowProps {
  readonly one: ErasureReport;
  /** This tablet's clock minus the endpoint's, ms: reports carry the endpoint's time. */
  readonly skew: number;
}

function ErasureRow({ one, skew }: RowProps) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const time = (ms: number): string => clockTime(deps, format, ms + skew);
  const about = [t(`erase.reason_of.${one.reason}`), t('erase.rows', { n: one.rows }), ...(one.by === '' ? [] : [t('erase.by', { label: one.by })])];
  return (
    <ListRow
      look={one.waiting.length === 0 ? 'done' : 'warn'}
      title={time(one.at)}
      note={
        <>
          <span>{about.join(' · ')}</span>
          <strong class="row-line">{one.waiting.length === 0 ? t('erase.all_heard') : t('erase.waiting', { n: one.waiting.length })}</strong>
          {one.waiting.map((d) => (
            <Waiting key={d.device} device={d} time={time} />
          ))}
        </>
      }
    />
  );
}

function Waiting({ device, time }: { readonly device: WaitingDevice; readonly time: (ms: number) => string }) {
  const t = useT();
  const label = device.label === '' ? t('devices.no_label') : device.label;
  return (
    <span class="row-line">
      {label} · {device.seen === 0 ? t('devices.never_seen') : t('devices.seen', { time: time(device.seen) })}
    </span>
  );
}
