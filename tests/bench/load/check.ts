import { isDeepStrictEqual } from 'node:util';
import type { Scope } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import type { HeldRow, Store } from '../../../src/server/store/store.ts';
import { keyOf } from '../../support/tablet.ts';
import type { LightTablet } from './light-tablet.ts';

/**
 * Holds every tablet against the endpoint's own rows, cell by cell and stamp by stamp.
 * @returns what does not agree, in words; empty when all is as it must be
 */
export async function disagreements(store: Store, tablets: readonly LightTablet[]): Promise<string[]> {
  const scopes = new Map<Scope, readonly HeldRow[]>();
  for (const s of new Set(tablets.flatMap((t) => t.before.reads))) scopes.set(s, await store.read((tx) => tx.rowsAfter(s, 0, 1_000_000)));
  const faults: string[] = [];
  const parked = await store.read((tx) => tx.quarantine(9));
  if (parked.length > 0) faults.push(`quarantine: ${parked.map((q) => q.reason).join(' ')}`);
  for (const t of tablets) {
    const held = t.before.reads.flatMap((s) => must(scopes.get(s), s));
    const rows = t.rows();
    const other = held.filter((r) => {
      const mine = rows.get(keyOf(r));
      return !mine || !isDeepStrictEqual([mine.f, mine.p, mine.h], [r.f, r.p, r.h]);
    });
    const taken = new Set(held.map(keyOf));
    const lost = t.before.ops.filter((op) => !taken.has(keyOf(op)));
    if (other.length + lost.length > 0 || rows.size !== held.length) {
      faults.push(`${t.before.replica}: ${rows.size} rows of ${held.length}, ${other.length} differ (${other[0] ? keyOf(other[0]) : ''}), ${lost.length} saves are not there`);
    }
  }
  return faults;
}
