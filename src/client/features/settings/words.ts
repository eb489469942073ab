import { problemWords } from '../../deps/sync-pill.tsx';
import type { MessageKey, T } from '../../i18n/i18n.ts';
import type { SyncState } from '../../sync/state.ts';
import type { NoticeTone } from '../../ui/notice.tsx';

export interface Sentence {
  readonly tone: NoticeTone;
  readonly text: string;
  /** What the person can do, where waiting does not help. */
  readonly advice?: string;
}

interface Context {
  readonly t: T;
  /** Clock time of a moment. */
  readonly time: (ms: number) => string;
  readonly sent: { readonly done: number; readonly all: number };
}

/** The state of sync as a sentence a trainer can trust: true numbers, clock times, never a bare "sent". */
export function sentence(state: SyncState, { t, time, sent }: Context): Sentence {
  switch (state.look) {
    case 'alone':
      return { tone: 'warn', text: state.unsent === 0 ? t('sync.say_alone_none') : t('sync.say_alone', { count: state.unsent }) };
    case 'local':
      return { tone: 'warn', text: state.unsent === 0 ? t('sync.say_local_none') : t('sync.say_local', { count: state.unsent }) };
    case 'sending':
      return { tone: 'info', text: t('sync.say_sending', sent) };
    case 'done':
      return { tone: 'ok', text: t('sync.say_done', { time: time(state.at) }) };
    case 'failed': {
      const cause = problemWords(t, state.problem);
      return { tone: 'warn', text: state.unsent === 0 ? t('sync.say_failed_none', { cause }) : t('sync.say_failed', { count: state.unsent, cause }) };
    }
    case 'attention':
      if (state.parked === 0 && state.problem === 'differs') return { tone: 'danger', text: t('sync.say_differs'), advice: t('sync.tell_coordinator') };
      return state.parked > 0 && !STUCK.has(state.problem)
        ? { tone: 'danger', text: t('sync.say_parked', { count: state.parked }) }
        : { tone: 'danger', text: t('sync.say_stuck', { cause: problemWords(t, state.problem) }), advice: adviceFor(t, state.problem) };
  }
}

/** Problems for which the coordinator is needed; `too_old` needs an update. */
const STUCK = new Set(['unknown', 'expired', 'revoked', 'fork', 'rolled_back', 'too_old']);

const adviceFor = (t: T, problem: string): string => t(problem === 'too_old' ? 'sync.ask_update' : 'sync.ask_coordinator');

const KINDS: Readonly<Record<string, MessageKey>> = {
  project: 'sync.kind.project',
  course: 'sync.kind.course',
  training: 'sync.kind.training',
  slot: 'sync.kind.slot',
  trainer: 'sync.kind.trainer',
  training_trainer: 'sync.kind.training_trainer',
  person: 'sync.kind.person',
  person_merge: 'sync.kind.person_merge',
  consent: 'sync.kind.consent',
  registration: 'sync.kind.registration',
  attendance: 'sync.kind.attendance',
  user: 'sync.kind.user',
  device: 'sync.kind.device',
  file: 'sync.kind.file',
};

/** The word for a kind of record; a kind without one of its own is "other records". */
export const kindWord = (t: T, kind: string): string => t(KINDS[kind] ?? 'sync.kind.other');

/** A code of the endpoint, without the field it may name. `too_big` of a field is a number, without one the whole record. */
const REASONS: Readonly<Record<string, MessageKey>> = {
  forbidden: 'sync.reason.forbidden',
  revoked: 'sync.reason.revoked',
  unknown_device: 'sync.reason.unknown_device',
  too_long: 'sync.reason.too_long',
  too_small: 'sync.reason.out_of_range',
  bad_text: 'sync.reason.bad_text',
  bad_date: 'sync.reason.bad_date',
  bad_code: 'sync.reason.bad_value',
  bad_ref: 'sync.reason.bad_value',
  wrong_type: 'sync.reason.bad_value',
  required: 'sync.reason.bad_value',
  unknown_table: 'sync.reason.newer',
  unknown_field: 'sync.reason.newer',
  bad_no: 'sync.reason.identity',
  bad_id: 'sync.reason.identity',
  bad_stamp: 'sync.reason.identity',
  too_big: 'sync.reason.too_big',
  server: 'sync.reason.server',
};

/** Why a save was not taken, in words; an unknown code is shown as it is, for the coordinator. */
export function reasonWords(t: T, reason: string): string {
  const [code = '', field] = reason.split(':');
  if (code === 'too_big' && field !== undefined) return t('sync.reason.out_of_range');
  const key = REASONS[code];
  return key === undefined ? t('sync.reason.other', { code: reason }) : t(key);
}

/** As `reasonWords`, for the coordinator: whoever made the save is told to ask him. */
export const reasonForCoordinator = (t: T, reason: string): string => (reason === 'forbidden' ? t('quarantine.forbidden') : reasonWords(t, reason));

const MINUTE = 60_000;

/** A length of time in one unit: «25 мин», «3 ч», «2 дн.». Never below one minute. */
export function spanWords(t: T, ms: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / MINUTE));
  if (minutes < 120) return t('sync.span_minutes', { n: minutes });
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('sync.span_hours', { n: hours }) : t('sync.span_days', { n: Math.round(hours / 24) });
}

/** Beyond this, times people wrote down by the tablet's clock are worth a warning (PROTOCOL 2.9.5), ms. */
export const CLOCK_OFF = 10 * MINUTE;
