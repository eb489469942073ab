import type { OutOp } from '../../src/client/store/database.ts';
import { parseQuarantine } from '../../src/core/sync/quarantine.ts';
import type { Reply } from '../../src/client/sync/transport.ts';
import { unharmed } from './faulty-storage.ts';
import { cellValues, heldOf } from './ledger.ts';
import type { Rng } from './rng.ts';
import type { Tablet } from './tablet.ts';
import type { World } from './world.ts';

/** Asks the endpoint as the coordinator's tablet does, over a good line. */
async function asCoordinator(w: World, path: string, body?: object): Promise<Reply> {
  const link = await unharmed(async () => w.tablets[0]?.first.store.link());
  return w.endpoint.ask(path, body && JSON.stringify(body), link?.token ?? '');
}

const word = (reply: Reply): string => (reply.kind === 'refused' ? reply.error : reply.kind);

/** A coordinator takes a tablet out of the project, or lets one in again. The coordinator's own stays. */
export async function revoke(w: World, rng: Rng): Promise<string> {
  const tablet = rng.pick(w.tablets);
  const tie = await tablet.tie();
  if (!tie) return `${tablet.name} is in no project`;
  const on = rng.chance(0.6);
  const reply = await asCoordinator(w, '/v1/revoke', { v: 1, device: tie.device, on });
  // Out of the project, a new invitation makes it another.
  if (on) for (const t of w.tablets) if ((await t.tie())?.device === tie.device) t.causes += 1;
  return `${tablet.name} is ${on ? 'taken out' : 'let in'}: ${word(reply)}`;
}

/** A coordinator looks at what was refused, and decides about one of it. */
export async function decideOne(w: World, rng: Rng): Promise<string> {
  const listed = await asCoordinator(w, '/v1/quarantine');
  const list = listed.kind === 'ok' ? (parseQuarantine(listed.body)?.quarantine ?? []) : [];
  if (list.length === 0) return `nothing to decide: ${word(listed)}`;
  const { replica, dig, op, reason } = rng.pick(list);
  const what = rng.chance(0.6) ? 'retry' : 'discard';
  const reply = await asCoordinator(w, '/v1/quarantine', { v: 1, replica, no: op.no, dig, do: what });
  return `${what} ${replica} ${op.no} (${reason}): ${reply.kind === 'ok' ? JSON.stringify(reply.body) : word(reply)}`;
}

/**
 * A tablet has removed everything it held. What only it had is gone should the endpoint be put back to before it was
 * handed over; what the endpoint fails on each time was offered once more, and is gone.
 */
export async function parted(w: World, held: readonly OutOp[]): Promise<void> {
  const there = heldOf(w.endpoint.journal).values;
  const elsewhere = new Set((await Promise.all(w.tablets.map((t) => t.holds()))).flat().flatMap((op) => [...cellValues(op)]));
  for (const value of held.flatMap((op) => [...cellValues(op)])) {
    const edit = w.ledger.edits.get(value);
    if (!edit || elsewhere.has(value)) continue;
    edit.orphan = true;
    if (value.startsWith('boom') && !there.has(value)) edit.destroyed = true;
  }
}

/** When faults have stopped: a tablet that is kept out with work it may no longer hand over is let in. */
export async function letIn(w: World, tablet: Tablet): Promise<void> {
  const tie = await tablet.tie();
  if (tie?.problem === 'revoked') await asCoordinator(w, '/v1/revoke', { v: 1, device: tie.device, on: false });
}
