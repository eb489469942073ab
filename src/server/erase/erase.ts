import type { Registry } from '../../core/entities/registry.ts';
import type { Scope } from '../../core/ids.ts';
import { must } from '../../core/result.ts';
import { bareRefused, erasedRow, idsToTell, isBare, mayBePersonal, subjectsOf } from '../../core/sync/erased.ts';
import { projectOf } from '../access/project.ts';
import { newNonce, type Random } from '../access/secrets.ts';
import type { ErasureRow, ErasuresRead } from '../store/erasures.ts';
import type { HeldRow, WriteTx } from '../store/store.ts';
import { EndpointClock } from '../sync/clock.ts';
import { SumKeeper } from '../sync/sum-keeper.ts';
import type { LedgerEntry } from './ledger.ts';

export interface EraseJob {
  readonly registry: Registry;
  readonly now: number;
  readonly random: Random;
}

/**
 * Takes everything personal about the subjects out of the database, in the transaction given: rows, history,
 * quarantine. What is counted stays, as a row that says of itself that it was erased. Does nothing twice.
 */
export async function erase(tx: WriteTx, entry: Omit<LedgerEntry, 'ids'> & Partial<Pick<LedgerEntry, 'ids'>>, job: EraseJob): Promise<ErasureRow> {
  const { replica } = await projectOf(tx);
  // First of all: batches under way end before, those that come wait, and see the erasure.
  await tx.erasures.alone();
  const clock = new EndpointClock(replica, job.now);
  const stamp = await clock.issue(tx);
  const wanted = [...new Set([...entry.subjects.map((x) => x.id), ...(entry.ids ?? [])])];
  const found = await rowsOf(tx.erasures, wanted, job.registry);
  const personal = found.filter((r) => !isBare(r));
  const seqs = new Map<Scope, number>();
  for (const s of [...new Set(personal.map((r) => r.s))].toSorted()) {
    seqs.set(s, await tx.advance(s, { nonce: newNonce(job.random), replica, n: 0, at: job.now }));
  }
  const keeper = new SumKeeper(tx);
  for (const row of personal) await keeper.replace(row, { ...erasedRow(row, stamp), seq: must(seqs.get(row.s), 'seq'), prev: row.seq });
  await keeper.save();
  await clock.save(tx);
  for (const row of found) await tx.erasures.forgetHistory(row);
  const ids = idsToTell(job.registry, wanted, found);
  await forgetRefused(tx, ids, job.registry);
  const no = ((await lastOf(tx.erasures))?.no ?? 0) + 1;
  const { id, at, device, reason, subjects } = entry;
  const erasure: ErasureRow = { id, no, mark: newNonce(job.random), at, device, reason, subjects, ids, rows: personal.length };
  await tx.erasures.add(erasure);
  return erasure;
}

/** Every row about one of the ids, each once. */
export async function rowsOf(erasures: ErasuresRead, ids: readonly string[], registry: Registry): Promise<HeldRow[]> {
  const wanted = new Set(ids);
  const found = new Map<string, HeldRow>();
  for (const id of ids) {
    for (const row of await erasures.rowsAbout(id)) {
      const about = mayBePersonal(registry, row.t) && subjectsOf(registry, row).some((x) => wanted.has(x));
      if (about) found.set(JSON.stringify([row.s, row.t, row.id]), row);
    }
  }
  return [...found.values()];
}

/** Ops in quarantine keep what is sound and clear of them. */
async function forgetRefused(tx: WriteTx, ids: readonly string[], registry: Registry): Promise<void> {
  const wanted = new Set(ids);
  for (const id of ids) {
    for (const q of await tx.erasures.quarantineAbout(id)) {
      if (subjectsOf(registry, q.op).some((x) => wanted.has(x))) await tx.erasures.putQuarantine({ ...q, op: bareRefused(registry, q.op) });
    }
  }
}

/** Erasures of one page. */
const PAGE = 200;

/** All erasures in order. */
export async function allErasures(erasures: ErasuresRead): Promise<ErasureRow[]> {
  const all: ErasureRow[] = [];
  for (;;) {
    const page = await erasures.after(all.at(-1)?.no ?? 0, PAGE);
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

const lastOf = async (erasures: ErasuresRead): Promise<ErasureRow | undefined> => (await allErasures(erasures)).at(-1);
