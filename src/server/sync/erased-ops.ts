import type { Registry } from '../../core/entities/registry.ts';
import { isRecordId } from '../../core/ids.ts';
import { bareOp, bareRefused, erasedRow, isErased, mayBePersonal, subjectsOf } from '../../core/sync/erased.ts';
import type { Op, StoredRow } from '../../core/sync/change.ts';
import type { ErasedEntry, SyncRequest } from '../../core/sync/protocol.ts';
import type { WriteTx } from '../store/store.ts';
import { faultOf, type CheckedOp } from './check.ts';
import type { EndpointClock } from './clock.ts';
import type { Contact } from './contact.ts';

/*
 * What a batch says about somebody erased (PROTOCOL 2.12): its personal cells stop here, before anything is written,
 * whoever brings them and however late. The clear ones are taken as ever.
 */

/** How an op is about somebody erased. `stripped`: it brought personal cells. `empty`: it brought nothing else. */
export type Erased = 'bare' | 'stripped' | 'empty';

/** The batch with every op about somebody erased stripped; digests stay those of what came. */
export async function withoutErased(tx: WriteTx, registry: Registry, ops: readonly CheckedOp[], newerSchema: boolean): Promise<readonly CheckedOp[]> {
  const asked = ops.map(({ op }) => (mayBePersonal(registry, op.t) ? subjectsOf(registry, op).filter(isRecordId) : []));
  const ids = [...new Set(asked.flat())];
  if (ids.length === 0) return ops;
  await tx.erasures.none();
  const erased = new Set(await tx.erasures.known(ids));
  if (erased.size === 0) return ops;
  return ops.map((checked, i) => {
    if (asked[i]?.some((id) => erased.has(id)) !== true) return checked;
    // Later ops of this row need not say whom it is about.
    erased.add(checked.op.id);
    return strip(registry, checked, newerSchema);
  });
}

function strip(registry: Registry, checked: CheckedOp, newerSchema: boolean): CheckedOp {
  const { op } = checked;
  if (Object.keys(op.p).length === 0) return { ...checked, erased: 'bare' };
  const bare = bareOp(op);
  if (!bare) return { ...checked, op: { ...op, p: {} }, erased: 'empty' };
  return { ...checked, op: bare, fault: faultOf(registry, bare, newerSchema), erased: 'stripped' };
}

/** What quarantine may hold of an op. */
export const refusedOp = (registry: Registry, { op, erased }: CheckedOp): Op => (erased === undefined ? op : bareRefused(registry, op));

/**
 * Marks a row about somebody erased that does not bear the mark yet, and remembers its id: later ops of it need not say
 * whom it is about. Answers the row as it is to be stored.
 */
export async function markErased<R extends StoredRow>(tx: WriteTx, registry: Registry, row: R, clock: Pick<EndpointClock, 'issue'>): Promise<R> {
  if (isErased(row)) return row;
  await noteErased(tx, registry, row);
  await tx.erasures.forgetHistory(row);
  return erasedRow(row, await clock.issue(tx));
}

/** Remembers the id of a row or op about somebody erased, where the id itself does not say so. */
export async function noteErased(tx: WriteTx, registry: Registry, row: Pick<Op, 't' | 'id' | 'f'>): Promise<void> {
  const own = subjectsOf(registry, { ...row, f: {} }).filter(isRecordId);
  if (own.length === 0 || (await tx.erasures.known(own)).size > 0) return;
  await tx.erasures.addId(row.id, '');
}

/** Who asks, and how far they have followed. */
type Heard = Pick<Contact, 'device' | 'heard'>;

/** Ids told in one answer. */
const MOST_IDS = 2_000;
/** Erasures looked at for one answer. */
const MOST = 100;

/** What a tablet has still to purge; and how far it says it has is noted. A mark that this database never gave begins anew. */
export async function erasedNews(tx: WriteTx, request: SyncRequest, { device, heard }: Heard, ops: readonly CheckedOp[]): Promise<readonly ErasedEntry[]> {
  // Who names neither a mark nor its cursors has followed as far as was noted: its digest said so.
  const at = request.heard === undefined && request.cur === undefined ? heard.noted : heard.no;
  if (at !== heard.noted) await tx.erasures.putHeard(device.device, at);
  const news = heard.last > at ? await tx.erasures.after(at, MOST) : [];
  let room = MOST_IDS;
  const told = news.filter((e, i) => {
    room -= e.ids.length;
    return i === 0 || room >= 0;
  });
  // A tablet that has followed everything may still have got such a thing: typed since, or put back from a backup.
  const again = [...new Set(ops.filter((o) => o.erased === 'stripped' || o.erased === 'empty').map((o) => o.op.id))];
  return [...told.map(({ mark, ids }): ErasedEntry => [mark, ids]), ...(again.length > 0 ? [['', again] as const] : [])];
}
