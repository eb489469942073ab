import { SCHEMA, type Registry } from '../../core/entities/registry.ts';
import type { StoredRow } from '../../core/sync/change.ts';
import { unpackRows, type OpsWire } from '../../core/sync/codec.ts';
import { MAX_DIFF, packHead, parseSyncResponse, ROOM, scopesOf } from '../../core/sync/envelope.ts';
import type { ParcelPort } from '../../core/sync/parcel.ts';
import { cursorDigest, stateDigest, type DeviceReport, type SyncErrorCode, type SyncRequest, type SyncResponse } from '../../core/sync/protocol.ts';
import { applyAnswer, disagreeCursors, resetCursors } from '../store/apply.ts';
import { isToSend } from '../store/push-answer.ts';
import { takeUp } from '../store/take-up.ts';
import { becomeAnother, offerAgain, type Asked } from '../store/recover.ts';
import type { Cursors, Database, ErasedNote, Flight, Link, Self } from '../store/database.ts';
import { afterRefusal } from '../store/tokens.ts';
import { adaptSize, countFailure, freeze, split, waiting } from '../store/outbox.ts';
import { NO_CURSORS, NO_SYNC, readLink, readMeta } from '../store/self.ts';
import type { Store } from '../store/store.ts';
import { lookOver, stillDiffering } from '../store/sums.ts';
import { carriesOn } from './carrying.ts';
import type { Ask, Reply } from './transport.ts';

/** How one run ended. `wait` ms to keep away at least, as the endpoint asked. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'alone' }
  | { readonly kind: 'again'; readonly problem: Problem; readonly wait: number }
  | { readonly kind: 'stuck'; readonly problem: Problem };

/** Why it did not go: each has words on the screen (`sync.problem.<code>`). */
export type Problem = 'network' | 'timeout' | 'not_ours' | 'server' | 'busy' | 'full' | 'unknown' | 'expired' | 'revoked' | 'fork' | 'too_old' | 'rolled_back' | 'differs' | 'failed';

export interface EngineDeps {
  readonly store: Pick<Store, 'db' | 'changed'>;
  /** With the token that may only push, and no longer than something waits: what the service worker does. */
  readonly only?: 'push';
  readonly ask: Ask;
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly registry?: Registry;
  /**
   * For pages alone: whether a form with unsaved words is open, in any of them. With it, a tablet that was taken out of its
   * project removes what it holds of it; without it, that is left to somebody who can look.
   */
  readonly isFormOpen?: () => Promise<boolean>;
  /** Ciphers for what is carried for others; the browser's own when left out. */
  readonly parcels?: ParcelPort;
}

/** Rounds in one run: a guard against an endpoint that always says "more". */
const MAX_ROUNDS = 2_000;
const FAST_MS = 5_000;
/** Rows whose sums one run reckons from the disk again. */
const BUDGET = 2_000;

/**
 * Pushes what waits and pulls what changed until nothing is left. May be stopped anywhere and run again:
 * everything it does is one compare-and-set transaction per answer.
 */
export async function syncNow(deps: EngineDeps): Promise<Outcome> {
  let resets = 0;
  await takeUp(deps.store.db);
  // Sums are reckoned from the disk again: all of them when nothing waits, a few when somebody is at work.
  if (!deps.only && (await readLink(deps.store.db))) await lookOver(deps.store.db, (await waiting(deps.store.db)) === 0 ? BUDGET : BUDGET / 10);
  for (let n = 0; n < MAX_ROUNDS; n++) {
    const link = await readLink(deps.store.db);
    if (!link) return { kind: 'alone' };
    const round: Step = deps.only && !(await isToSend(deps.store.db)) ? { kind: 'done' } : await oneRound(deps, link);
    const step: Step = round.kind === 'done' && !deps.only ? ((await carriesOn(deps, link)) ?? round) : round;
    if (step.kind === 'reset') {
      resets += 1;
      if (resets > 2) return note(deps, { kind: 'stuck', problem: 'rolled_back' });
      continue;
    }
    if (step.kind === 'more') continue;
    if (step.kind === 'done' && link.role === 'coordinator' && !deps.only) await fetchDevices(deps, link);
    return note(deps, step);
  }
  return note(deps, { kind: 'again', problem: 'busy', wait: 0 });
}

type Step = Outcome | { readonly kind: 'more' } | { readonly kind: 'reset' };

async function oneRound(deps: EngineDeps, link: Link): Promise<Step> {
  const { db } = deps.store;
  const flight = await freeze(db, deps.registry);
  const [self, cursors, left, erased] = await Promise.all([readMeta(db, 'self'), readMeta(db, 'cursors'), waiting(db), readMeta(db, 'erased')]);
  if (!self) return { kind: 'stuck', problem: 'failed' };
  const known = cursors ?? NO_CURSORS;
  const cd = cursorDigest(known.list);
  const asked = deps.now();
  const token = tokenOf(deps, link);
  const head = headOf({ self, link, known, only: deps.only, left, flight, now: asked, erased });
  const reply = await deps.ask('/v1/sync', question(head, flight), token);
  const came = deps.now();
  if (reply.kind !== 'ok') return refused(deps, link, reply, { flight, asked: { replica: self.replica, dig: flight?.dig ?? '' }, token });
  const read = readAnswer(reply.body, head, flight);
  if (!read) return { kind: 'again', problem: 'not_ours', wait: 0 };
  const keys = await applyAnswer(db, { ...read, flight, cd, told: head.diff, heard: head.heard, asked, came, only: deps.only, asker: { replica: self.replica, token } });
  if (keys) deps.store.changed(keys);
  if (flight) await adaptSize(db, came - asked < FAST_MS);
  return keys ? next(deps, read.response, head) : { kind: 'more' };
}

/** Whether more waits on either side. */
async function next(deps: EngineDeps, response: SyncResponse, head: Head): Promise<Step> {
  const { db } = deps.store;
  // Taken out of the project: with nothing left to send, the next question is told so.
  const isOut = response.st.some(([, , reason]) => reason === 'revoked');
  if (isOut || hasMore(response, head) || (await waiting(db)) > 0) return { kind: 'more' };
  return deps.only ? { kind: 'done' } : settled(db, head.n > 0);
}

/** Whether what lies here was found to be what the endpoint has; else it goes on, or people are told. */
async function settled(db: Database, pushed: boolean): Promise<Step> {
  const cursors = (await readMeta(db, 'cursors')) ?? NO_CURSORS;
  // A push takes its scopes in an order of its own: sums that nobody has reckoned yet come with a question that pushes nothing.
  const isBare = pushed && cursors.sums === true && cursors.list.some((c) => c[3] === undefined);
  if (!cursors.agreed || (isBare && stillDiffering(cursors).length === 0)) return { kind: 'more' };
  return stillDiffering(cursors).length > 0 ? { kind: 'stuck', problem: 'differs' } : { kind: 'done' };
}

const tokenOf = (deps: EngineDeps, link: Link): string => (deps.only ? link.push : link.token);

type Head = Omit<SyncRequest, 'ops'>;

/** Rows wait, or erasures were told: asking on tells the endpoint that this tablet has followed. */
const hasMore = ({ cur, er = [] }: SyncResponse, { heard }: Head): boolean =>
  cur.some((c) => c[3] === 1) || er.some(([mark]) => mark !== '' && mark !== heard);

interface Standing {
  readonly self: Self;
  readonly link: Link;
  readonly known: Cursors;
  readonly only: 'push' | undefined;
  readonly left: number;
  readonly flight: Flight | undefined;
  readonly now: number;
  readonly erased: ErasedNote | undefined;
}

function headOf(x: Standing): Head {
  const { known, only } = x;
  return {
    v: 1, epoch: x.link.epoch, replica: x.self.replica, schema: SCHEMA,
    n: x.flight?.n ?? 0, prev: x.flight?.prev ?? '', dig: x.flight?.dig ?? '',
    ...followed(known, x.erased), left: x.left, room: ROOM, wall: Math.max(0, Math.floor(x.now)),
    // Who has nothing to send says what it sent: nothing else tells that all of its last batch is gone.
    ...(x.flight ? {} : { had: x.self.batch }),
    ...(only ? {} : { sd: stateDigest(known.list, x.erased?.mark), diff: (known.diff ?? []).slice(0, MAX_DIFF) }),
    ...(known.agreed || only ? {} : { cur: known.list }),
  };
}

/** How far erasures were followed stands in the digest, and by name as long as the endpoint may not know it. */
function followed(known: Cursors, { mark, told }: Pick<ErasedNote, 'mark' | 'told'> = { mark: '', told: true }): Pick<Head, 'cd' | 'heard'> {
  // Where the endpoint sums, one digest says both; else the cursors' own stands beside it.
  const cd = known.sums === true ? '' : cursorDigest(known.list, mark);
  return { cd, ...(mark === '' || (known.agreed && told) ? {} : { heard: mark }) };
}

function question(head: Head, flight: Flight | undefined): string {
  if (!flight) return JSON.stringify(packHead(head, {}));
  const text = JSON.stringify(packHead(head, JSON.parse(flight.body) as OpsWire));
  // The frozen text goes in as it is: a repeat must carry the identical ops.
  return `${text.slice(0, -1)},"ops":${flight.body}}`;
}

function readAnswer(body: unknown, head: Head, flight: Flight | undefined): { response: SyncResponse; rows: StoredRow[] } | undefined {
  const parsed = parseSyncResponse(body, { ...head, scopes: scopesOf(flight?.ops ?? []) });
  if (!parsed.ok) return undefined;
  try {
    return { response: parsed.value, rows: unpackRows(parsed.value.ch) };
  } catch {
    return undefined; // an answer that cannot be read is an answer that was lost
  }
}

type Refusal = Extract<Reply, { kind: 'refused' }>;

/** What the refused question was: the batch in it, and what the tablet was then. */
interface Question {
  readonly flight: Flight | undefined;
  readonly asked: Asked;
  readonly token: string;
}

async function refused(deps: EngineDeps, link: Link, reply: Exclude<Reply, { kind: 'ok' }>, asking: Question): Promise<Step> {
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
  const next = await part(deps.store.db, deps, token, await deps.isFormOpen());
  const link = next === 'slow' ? await readLink(deps.store.db) : undefined;
  const brought = link && (await carriesOn(deps, link));
  if (brought?.kind === 'more') return brought;
  return next === 'wait' || next === 'slow' ? { kind: 'again', problem: 'revoked', wait: LOOK_AGAIN } : { kind: 'more' };
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

async function note<T extends Outcome>(deps: EngineDeps, outcome: T): Promise<T> {
  const { db } = deps.store;
  await db.transaction('rw', db.meta, async () => {
    if (!(await readLink(db))) return; // removed meanwhile, by another page
    const had = (await readMeta(db, 'sync')) ?? NO_SYNC;
    const problem = outcome.kind === 'again' || outcome.kind === 'stuck' ? outcome.problem : '';
    // What keeps one token away may not keep the other: a page asks with its own, and says so.
    await db.meta.put(deps.only ? { ...had, tried: deps.now() } : { ...had, tried: deps.now(), problem });
  });
  return outcome;
}

/** The coordinator's list of devices: who has reported. Best effort: totals print its age. */
async function fetchDevices(deps: EngineDeps, link: Link): Promise<void> {
  const reply = await deps.ask('/v1/devices', undefined, link.token);
  if (reply.kind !== 'ok') return;
  const { devices: list, refused: waits } = reply.body as { devices?: unknown; refused?: unknown };
  if (!Array.isArray(list)) return;
  const { db } = deps.store;
  await db.transaction('rw', db.meta, async () => {
    // Asked while this tablet was taken out of the project: the list is no business of what begins here now.
    if ((await readLink(db))?.device !== link.device) return;
    await db.meta.put({ k: 'devices', at: deps.now(), list: list as DeviceReport[], ...(typeof waits === 'number' ? { refused: waits } : {}) });
  });
}
