import { localDayTime } from '../../core/format/dates.ts';
import { useFormat, useT, type Format, type MessageKey, type T } from '../i18n/i18n.ts';
import type { Problem } from '../sync/outcome.ts';
import type { SyncState } from '../sync/state.ts';
import { Pill, type PillLook } from '../ui/pill.tsx';
import { useDeps, type Deps } from './deps.ts';
import { useLocation } from './navigation.ts';
import { useSync } from './use-sync.ts';

const PROBLEMS: Readonly<Record<Problem, MessageKey>> = {
  network: 'sync.problem.network',
  timeout: 'sync.problem.timeout',
  not_ours: 'sync.problem.not_ours',
  server: 'sync.problem.server',
  busy: 'sync.problem.busy',
  full: 'sync.problem.full',
  unknown: 'sync.problem.unknown',
  expired: 'sync.problem.expired',
  revoked: 'sync.problem.revoked',
  fork: 'sync.problem.fork',
  too_old: 'sync.problem.too_old',
  rolled_back: 'sync.problem.rolled_back',
  differs: 'sync.problem.differs',
  failed: 'sync.problem.failed',
};

/** The cause of a failed sync in words; a code this version does not know says that the cause is unknown. */
export function problemWords(t: T, code: string): string {
  const known: Readonly<Record<string, MessageKey>> = PROBLEMS;
  return t(known[code] ?? PROBLEMS.failed);
}

/** Clock time of a moment by this tablet's clock, with the day when it was not today: never "recently". */
export function clockTime(deps: Pick<Deps, 'now' | 'zone'>, format: Format, ms: number): string {
  const moment = localDayTime(ms, deps.zone(ms));
  const today = localDayTime(deps.now(), deps.zone(deps.now()));
  const time = format.time(moment);
  return moment.slice(0, 10) === today.slice(0, 10) ? time : `${format.day(moment.slice(0, 10))}, ${time}`;
}

/** The most that waited during the present run, per store: kept here, since each screen brings its own pill. */
const mostWaiting = new WeakMap<object, number>();

/** How many of how many went out in this run: counts what the endpoint has acknowledged, nothing else. */
function sendingCount(store: object, unsent: number): { done: number; all: number } {
  const all = Math.max(mostWaiting.get(store) ?? 0, unsent);
  mostWaiting.set(store, all);
  return { done: all - unsent, all };
}

/** How sync stands; the count of a run begins anew with each run. */
export function useSyncCounted(): { state: SyncState | undefined; sent: { done: number; all: number } } {
  const { store } = useDeps();
  const state = useSync();
  if (state?.look === 'sending') return { state, sent: sendingCount(store, state.unsent) };
  if (state) mostWaiting.delete(store);
  return { state, sent: { done: 0, all: 0 } };
}

interface PillWords {
  readonly look: PillLook;
  readonly text: string;
  readonly detail?: string;
}

type Words = { readonly t: T; readonly time: (ms: number) => string; readonly sent: { done: number; all: number } };

function wordsOf(state: SyncState, { t, time, sent }: Words): PillWords {
  switch (state.look) {
    case 'alone':
      return state.unsent === 0
        ? { look: 'local', text: t('sync.alone_none') }
        : { look: 'local', text: t('sync.alone', { count: state.unsent }), detail: t('sync.alone_note') };
    case 'local':
      return state.unsent === 0
        ? { look: 'local', text: t('sync.unheard') }
        : { look: 'local', text: t('sync.local', { count: state.unsent }), detail: t('sync.kept_here') };
    case 'sending':
      return { look: 'sending', text: t('sync.sending', sent) };
    case 'done':
      return state.photos === undefined
        ? { look: 'done', text: t('sync.done', { time: time(state.at) }) }
        : { look: 'local', text: t('photos.left', { n: state.photos }), detail: t('photos.rows_done', { time: time(state.at) }) };
    case 'failed': {
      const detail = t('sync.failed_note', { cause: problemWords(t, state.problem) });
      return { look: 'failed', text: state.unsent === 0 ? t('sync.failed_none') : t('sync.failed', { count: state.unsent }), detail };
    }
    case 'attention':
      return state.parked > 0
        ? { look: 'attention', text: t('sync.attention', { count: state.parked }) }
        : { look: 'attention', text: t(state.problem === 'differs' ? 'sync.attention_differs' : 'sync.attention_stuck'), detail: problemWords(t, state.problem) };
  }
}

/** The screen from which the state of sync was opened: its Back leads there. */
let cameFrom = '/settings';
export const syncBack = (): string => cameFrom;

/** The pill in the header: one of five true states with its number (EXPERIENCE B4); opens the state of sync. */
export function SyncPill(): preact.JSX.Element | null {
  const deps = useDeps();
  const t = useT();
  const format = useFormat();
  const { url, path, route } = useLocation();
  const { state, sent } = useSyncCounted();
  // Nothing is claimed before the store has answered.
  if (!state) return null;
  const words = wordsOf(state, { t, sent, time: (ms) => clockTime(deps, format, ms) });
  const open = (): void => {
    if (path === '/sync') return;
    cameFrom = url;
    route('/sync');
  };
  return <Pill {...words} onClick={open} />;
}
