import { cursorDigest, type DeviceReport, type SyncResponse } from '../../core/sync/protocol.ts';
import { applyAnswer } from '../store/apply.ts';
import type { Database, Link } from '../store/database.ts';
import { adaptSize, freeze } from '../store/outbox.ts';
import { waiting } from '../store/unsent.ts';
import { isToSend } from '../store/push-answer.ts';
import { NO_CURSORS, NO_SYNC, readLink, readMeta } from '../store/self.ts';
import { lookOver, stillDiffering } from '../store/sums.ts';
import { takeUp } from '../store/take-up.ts';
import { carriesOn } from './carrying.ts';
import { tokenOf, type EngineDeps, type Outcome, type Step } from './outcome.ts';
import { headOf, question, readAnswer, type Head } from './question.ts';
import { refused } from './refusals.ts';

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
  if (!deps.only) await lookAround(deps.store.db);
  for (let n = 0; n < MAX_ROUNDS; n++) {
    const link = await readLink(deps.store.db);
    if (!link) return { kind: 'alone' };
    const step = await stepOf(deps, link);
    if (step.kind === 'reset') resets += 1;
    if (resets > 2) return note(deps, { kind: 'stuck', problem: 'rolled_back' });
    if (step.kind === 'more' || step.kind === 'reset') continue;
    if (step.kind === 'done' && link.role === 'coordinator' && !deps.only) await fetchDevices(deps, link);
    return note(deps, step);
  }
  return note(deps, { kind: 'again', problem: 'busy', wait: 0 });
}

/** Sums are reckoned from the disk again: all of them when nothing waits, a few when somebody is at work. */
async function lookAround(db: Database): Promise<void> {
  if (await readLink(db)) await lookOver(db, (await waiting(db)) === 0 ? BUDGET : BUDGET / 10);
}

async function stepOf(deps: EngineDeps, link: Link): Promise<Step> {
  if (deps.only) return (await isToSend(deps.store.db)) ? oneRound(deps, link) : { kind: 'done' };
  const step = await oneRound(deps, link);
  return step.kind === 'done' ? ((await carriesOn(deps, link)) ?? step) : step;
}

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
  if (reply.kind !== 'ok') return refused(deps, link, reply, { flight, asked: { replica: self.replica, dig: flight?.dig ?? '', batch: self.batch }, token });
  const read = readAnswer(reply.body, head, flight);
  if (!read) return { kind: 'again', problem: 'not_ours', wait: 0 };
  const keys = await applyAnswer(db, { ...read, flight, cd, told: head.diff, heard: head.heard, asked, came, only: deps.only, asker: { replica: self.replica, token } });
  if (keys) deps.store.changed(keys);
  if (flight) await adaptSize(db, came - asked < FAST_MS);
  return keys ? goesOn(deps, read.response, head) : { kind: 'more' };
}

/** Whether more waits on either side. */
async function goesOn(deps: EngineDeps, response: SyncResponse, head: Head): Promise<Step> {
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

/** Rows wait, or erasures were told: asking on tells the endpoint that this tablet has followed. */
const hasMore = ({ cur, er = [] }: SyncResponse, { heard }: Head): boolean =>
  cur.some((c) => c[3] === 1) || er.some(([mark]) => mark !== '' && mark !== heard);

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
