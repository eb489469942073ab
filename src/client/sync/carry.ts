import { parseCarryResponse, parseKeyResponse, MAX_CARRIED_BATCHES, type CarriedAnswer, type CarriedBatch, type CarryRequest } from '../../core/sync/carry.ts';
import { MAX_BATCH } from '../../core/sync/protocol.ts';
import { isWaiting, letBroughtGo, markBrought, noteFailure, refuseParcel } from '../store/carried.ts';
import type { Link } from '../store/database.ts';
import { keepKeys } from '../store/parcel-keys.ts';
import type { EngineDeps, Problem } from './outcome.ts';
import { openHeld, opsOf } from './parcels.ts';
import { webParcel } from './web-parcel.ts';

/** What came of bringing others' saves: `more` when something was brought, so that its rows are read again. */
export type Brought = { readonly kind: 'more' } | { readonly kind: 'again'; readonly problem: Problem; readonly wait: number } | undefined;

/** Most JSON in one request, in characters: half of what an endpoint unpacks. */
const MAX_TEXT = 2_000_000;

interface Waiting {
  readonly parcel: string;
  readonly batch: CarriedBatch;
  readonly keys: readonly (readonly [string, number])[];
}

/** Asks for what parcels are sealed with. Best effort: without it they are sealed by a code. */
export async function fetchKeys(deps: EngineDeps, link: Link): Promise<void> {
  const reply = await deps.ask('/v1/key', undefined, link.token);
  const keys = reply.kind === 'ok' ? parseKeyResponse(reply.body) : undefined;
  if (keys?.ok === true) await keepKeys(deps.store.db, link, keys.value);
}

/**
 * Brings what lies here for others to the endpoint, after the tablet's own (SPEC 2.16). Repeatable at any point: what
 * is brought twice is known there.
 */
export async function bring(deps: EngineDeps, link: Link): Promise<Brought> {
  const { store } = deps;
  // Everything was read since: what stands shows in the rows by now.
  store.changed(await letBroughtGo(store.db));
  const groups = grouped(await waiting(deps, link));
  let result: Brought;
  while (groups.length > 0) {
    const group = groups.shift() ?? [];
    const sent = await send(deps, link, group);
    if (sent === 'brought') result = { kind: 'more' };
    else if (sent === 'apart') groups.push(...group.map((w) => [w]));
    else if (sent !== 'left') return result ?? sent.stop;
  }
  return result;
}

/** `apart`: to be sent one by one, so that the others need not wait for the one that is at fault. `left`: that one. */
type Sent = 'brought' | 'apart' | 'left' | { readonly stop: Brought };

async function send(deps: EngineDeps, link: Link, group: readonly Waiting[]): Promise<Sent> {
  const batches = group.map((w) => w.batch);
  const reply = await deps.ask('/v1/carry', JSON.stringify({ v: 1, batches } satisfies CarryRequest), link.token);
  if (reply.kind === 'ok') {
    const answer = parseCarryResponse(reply.body, group.length);
    if (!answer.ok) return { stop: { kind: 'again', problem: 'not_ours', wait: 0 } };
    await note(deps, group, answer.value.answers);
    return 'brought';
  }
  if (reply.kind === 'lost' && reply.why !== 'server') return { stop: { kind: 'again', problem: reply.why, wait: reply.wait } };
  const isTooBig = reply.kind === 'refused' && reply.error === 'too_big';
  if (reply.kind === 'refused' && !isTooBig) return { stop: again(reply.error, reply.wait) };
  if (group.length > 1) return 'apart';
  // What the endpoint fails on, though it has just answered the tablet's own question, is tried a few times more.
  await Promise.all(group.map(({ parcel }) => (isTooBig ? refuseParcel(deps.store.db, parcel, 'too_big') : noteFailure(deps.store.db, parcel))));
  return 'left';
}

/** An endpoint that is busy is asked again; what its other refusals mean the tablet's own sync tells. */
const again = (error: string, wait: number): Brought => (error === 'busy' || error === 'full' || error === 'slow_down' ? { kind: 'again', problem: error === 'full' ? 'full' : 'busy', wait } : undefined);

/** Batches with something in them that the endpoint has not answered, the oldest parcel first. */
async function waiting({ store: { db }, parcels: port = webParcel }: EngineDeps, link: Link): Promise<Waiting[]> {
  const out: Waiting[] = [];
  for (const held of (await db.parcels.toArray()).toSorted((a, b) => a.at - b.at)) {
    if (held.refused !== undefined) continue;
    const opened = await openHeld(port, held, link);
    if (!opened.ok) {
      await refuseParcel(db, held.id, opened.error);
      continue;
    }
    for (const batch of opened.value.batches) {
      const keys = opsOf([batch]).map((o): [string, number] => [o.r, o.no]);
      const mine = (await db.carried.bulkGet(keys)).some((o) => o !== undefined && isWaiting(o));
      if (mine) out.push({ parcel: held.id, batch, keys });
    }
  }
  return out;
}

function grouped(list: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  let [ops, text] = [Infinity, 0];
  for (const one of list) {
    const size = JSON.stringify(one.batch).length;
    const last = groups.at(-1);
    if (!last || ops + one.keys.length > MAX_BATCH || text + size > MAX_TEXT || last.length === MAX_CARRIED_BATCHES) {
      groups.push([one]);
      [ops, text] = [one.keys.length, size];
    } else {
      last.push(one);
      ops += one.keys.length;
      text += size;
    }
  }
  return groups;
}

async function note({ store: { db } }: EngineDeps, group: readonly Waiting[], answers: readonly CarriedAnswer[]): Promise<void> {
  for (const [i, { parcel, keys }] of group.entries()) {
    const answer = answers[i];
    if (answer && 'error' in answer) await refuseParcel(db, parcel, answer.error);
    else await markBrought(db, keys);
  }
}
