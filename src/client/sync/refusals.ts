import type { SyncErrorCode } from '../../core/sync/protocol.ts';
import { resetCursors } from '../store/apply.ts';
import { disagreeCursors } from '../store/cursors.ts';
import type { Flight, Link } from '../store/database.ts';
import { adaptSize, countFailure, split } from '../store/outbox.ts';
import { becomeAnother, offerAgain, type Asked } from '../store/recover.ts';
import { readLink } from '../store/self.ts';
import { afterRefusal } from '../store/tokens.ts';
import { carriesOn } from './carrying.ts';
import { tokenOf, type EngineDeps, type Problem, type Step } from './outcome.ts';
import type { Reply } from './transport.ts';

type Refusal = Extract<Reply, { kind: 'refused' }>;

/** What the refused question was: the batch in it, and what the tablet was then. */
export interface Question {
  readonly flight: Flight | undefined;
  readonly asked: Asked;
  readonly token: string;
}

/** What follows from a question that was refused, or whose answer was lost. */
export async function refused(deps: EngineDeps, link: Link, reply: Exclude<Reply, { kind: 'ok' }>, asking: Question): Promise<Step> {
  const { db } = deps.store;
  const { flight } = asking;
  if (reply.kind === 'lost') {
    if (reply.why === 'timeout' && flight) await adaptSize(db, false);
    if (reply.why === 'server') await blame(deps, link, flight, 'server');
    return { kind: 'again', problem: reply.why, wait: reply.wait };
  }
  const known = KNOWN_REFUSALS[reply.error];
  if (known) return known(deps, reply, asking);
  // Unknown refusals of a batch are treated as its fault after three times, so that one op cannot block all.
  await blame(deps, link, flight, reply.error);
  return { kind: 'again', problem: 'failed', wait: reply.wait };
}

/** Three failures on one batch: it is split, down to the op that does it (PROTOCOL 2.5.4). */
async function blame(deps: EngineDeps, link: Link, flight: Flight | undefined, reason: string): Promise<void> {
  const { db } = deps.store;
  if (!flight || (await countFailure(db, flight)) < 3) return;
  // A last op is laid aside only when the endpoint is well without it: one that is ill as a whole blames nobody.
  if (flight.ops.length <= 1 && !(await isWell(deps, link))) return;
  await split(db, flight, reason, deps.registry);
}

/** Whether the endpoint answers its simplest question. */
async function isWell(deps: EngineDeps, link: Link): Promise<boolean> {
  const reply = await deps.ask('/v1/health', undefined, tokenOf(deps, link));
  return reply.kind === 'ok';
}

type OnRefusal = (deps: EngineDeps, reply: Refusal, asking: Question) => Promise<Step>;

/**
 * A 409 counts only if it answers the batch now in flight: a late twin must not change who we are (PROTOCOL 2.4).
 * Whether that batch is in flight still, the store looks again in its own transaction: another page may have been faster.
 */
const isOurs = (reply: Refusal, { flight }: Question): boolean =>
  reply.body?.n === undefined || (reply.body.n === (flight?.n ?? 0) && reply.body.dig === (flight?.dig ?? ''));

/** No waiting mends it: everything is kept, and people are told. */
const stuck = (problem: Problem): OnRefusal => (_, reply, asking) =>
  Promise.resolve(isOurs(reply, asking) ? { kind: 'stuck', problem } : { kind: 'more' });

/** No token of ours, as far as whoever answers knows: nothing is removed, a new invitation mends it. */
const noToken = (problem: 'unknown' | 'expired'): OnRefusal => async (deps, _, { token }) =>
  (await afterRefusal(deps.store.db, token, problem === 'unknown')) === 'go_on' ? { kind: 'more' } : { kind: 'stuck', problem };

/** How soon to look again whether the open form was left, ms. */
const LOOK_AGAIN = 15_000;

/** Taken out of the project (PROTOCOL 2.11): what was refused when it carried something is beyond what is taken of us, and is kept. */
const takenOut: OnRefusal = async (deps, _, { flight, token }) => {
  if ((await afterRefusal(deps.store.db, token, false)) === 'go_on') return { kind: 'more' };
  if (flight || !deps.isFormOpen) return { kind: 'stuck', problem: 'revoked' };
  // Seldom needed, so no part of the first load.
  const { part } = await import('../store/part.ts');
  const left = await part(deps.store.db, deps, token, await deps.isFormOpen());
  const link = left === 'slow' ? await readLink(deps.store.db) : undefined;
  const brought = link && (await carriesOn(deps, link));
  if (brought?.kind === 'more') return brought;
  return left === 'wait' || left === 'slow' ? { kind: 'again', problem: 'revoked', wait: LOOK_AGAIN } : { kind: 'more' };
};

const later = (problem: Problem): OnRefusal => (_, reply) => Promise.resolve({ kind: 'again', problem, wait: reply.wait });

/** The endpoint kept less of its past than we need: all scopes are read anew, what waits is kept. */
const readAnew: OnRefusal = async (deps, reply, asking) => {
  if (!isOurs(reply, asking)) return { kind: 'more' };
  await resetCursors(deps.store.db);
  return { kind: 'reset' };
};

/** The endpoint lost its past: everything we ever saved is offered again (PROTOCOL 2.7). */
const afterRollback: OnRefusal = async (deps, reply, asking) => {
  const { last, lastDig, epoch } = reply.body ?? {};
  if (last === undefined || lastDig === undefined || epoch === undefined) return readAnew(deps, reply, asking);
  if (!isOurs(reply, asking)) return { kind: 'more' };
  await offerAgain(deps.store.db, { last, lastDig, epoch }, asking.asked);
  return { kind: 'reset' };
};

/** Someone else goes on under our name: we become another and go on too (PROTOCOL 2.8). */
const afterFork: OnRefusal = async (deps, reply, asking) => {
  if (!isOurs(reply, asking)) return { kind: 'more' };
  await becomeAnother(deps.store.db, deps, asking.asked);
  return { kind: 'reset' };
};

const KNOWN_REFUSALS: Readonly<Partial<Record<SyncErrorCode, OnRefusal>>> = {
  async cursors(deps) {
    await disagreeCursors(deps.store.db);
    return { kind: 'reset' };
  },
  rolled_back: afterRollback,
  floor: readAnew,
  async too_big(deps, reply, { flight }) {
    if (!flight) return { kind: 'again', problem: 'failed', wait: reply.wait };
    await split(deps.store.db, flight, 'too_big', deps.registry);
    return { kind: 'more' };
  },
  fork: afterFork,
  unknown: noToken('unknown'),
  expired: noToken('expired'),
  revoked: takenOut,
  too_old: stuck('too_old'),
  // About where the page came from, never about the saves in it: those are refused one by one.
  forbidden: later('failed'),
  full: later('full'),
  busy: later('busy'),
  slow_down: later('busy'),
};
