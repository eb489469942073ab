import { ERASE_REASONS, type EraseReason, type EraseSubject } from '../../core/sync/erasure.ts';
import type { ErasureRow } from '../store/erasures.ts';

/** What the ledger says of one erasure: ids, which are random, and nothing of a person. */
export type LedgerEntry = Pick<ErasureRow, 'id' | 'at' | 'device' | 'reason' | 'subjects' | 'ids'>;

/**
 * Erasures written down outside the database, so that a database put back from a backup can be made to forget again
 * (PROTOCOL 2.12). Only grows.
 */
export interface Ledger {
  /** On disk when the promise resolves. */
  append(entry: LedgerEntry): Promise<void>;
  /** Every entry that can be read, oldest first, each once. */
  readAll(): Promise<readonly LedgerEntry[]>;
}

/** A ledger that forgets when the process ends: for tests, and for stores that do. */
export function memoryLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  return {
    append: async (entry) => void entries.push(entry),
    readAll: async () => [...entries],
  };
}

export const toEntry = ({ id, at, device, reason, subjects, ids }: LedgerEntry): LedgerEntry => ({ id, at, device, reason, subjects, ids });

/** A line of the ledger; undefined for one that was torn off or is none. */
export function parseEntry(line: string): LedgerEntry | undefined {
  try {
    const x = JSON.parse(line) as Partial<Record<keyof LedgerEntry, unknown>> | null;
    return x !== null && typeof x === 'object' && isEntry(x) ? toEntry(x as LedgerEntry) : undefined;
  } catch {
    return undefined; // the power went in the middle of the line: its erasure was never confirmed to anybody
  }
}

const isText = (x: unknown): x is string => typeof x === 'string';
const isSubject = (x: unknown): boolean => isText((x as Partial<EraseSubject> | null)?.id) && isText((x as Partial<EraseSubject> | null)?.t);

function isEntry({ id, at, device, reason, subjects, ids }: Partial<Record<keyof LedgerEntry, unknown>>): boolean {
  const lists = Array.isArray(subjects) && subjects.every(isSubject) && Array.isArray(ids) && ids.every(isText);
  return isText(id) && typeof at === 'number' && isText(device) && ERASE_REASONS.includes(reason as EraseReason) && lists;
}
