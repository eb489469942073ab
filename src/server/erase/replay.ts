import type { Store } from '../store/store.ts';
import { allErasures, erase, type EraseJob } from './erase.ts';
import { toEntry, type Ledger } from './ledger.ts';

/**
 * Brings database and ledger to the same, before anybody is answered: what the ledger says and the database does not
 * know (it was put back from a backup) is erased again; what the database knows and this ledger does not (another
 * process did it, or this one died before it wrote it down) is written down.
 * @returns how many erasures were done again
 */
export async function replayErasures(store: Store, ledger: Ledger, job: EraseJob): Promise<number> {
  const entries = await ledger.readAll();
  const known = await store.read((tx) => allErasures(tx.erasures));
  const [inDatabase, inLedger] = [new Set(known.map((e) => e.id)), new Set(entries.map((e) => e.id))];
  const missing = entries.filter((e) => !inDatabase.has(e.id));
  // One transaction each: one that cannot be done again must not undo the others. Another process may have been faster.
  for (const entry of missing) {
    await store.write(async (tx) => {
      const twin = (await allErasures(tx.erasures)).some((e) => e.id === entry.id);
      if (!twin) await erase(tx, entry, job);
    });
  }
  for (const e of known) if (!inLedger.has(e.id)) await ledger.append(toEntry(e));
  return missing.length;
}
