import { IDBDatabase, IDBObjectStore } from 'fake-indexeddb';
import type { Database } from '../../src/client/store/database.ts';

/** What is to go wrong in a tab's storage next. */
export interface StorageFault {
  /**
   * `abort`: the transaction with the n-th write from now is undone (no room). `kill`: the n-th transaction from now never
   * begins, and none after it; `kill-write`: the n-th of those that write.
   */
  kind: 'abort' | 'kill' | 'kill-write';
  n: number;
  /** Set when it has happened. */
  done: boolean;
}

export interface FaultyStorage {
  fault: StorageFault | undefined;
}

/** Faults by connection. Dexie binds the connection's methods when it opens, so they are watched where all connections share them. */
const plans = new WeakMap<object, FaultyStorage>();
const aborts = new WeakMap<object, StorageFault>();

let suspended = 0;

/** Work of the simulation itself, which no fault may meet. */
export async function unharmed<T>(work: () => Promise<T>): Promise<T> {
  suspended += 1;
  try {
    return await work();
  } finally {
    suspended -= 1;
  }
}

/** How often each fault of a storage has happened. */
export const storageFaults = { abort: 0, kill: 0, 'kill-write': 0 };

const happened = (fault: StorageFault): boolean => {
  if (fault.done || suspended > 0 || --fault.n > 0) return false;
  fault.done = true;
  storageFaults[fault.kind] += 1;
  return true;
};

/** Whether a page has been killed by now, at this transaction or before. */
function isKilled(fault: StorageFault, mode: IDBTransactionMode | undefined): boolean {
  if (fault.kind === 'kill' || mode === 'readwrite') happened(fault);
  return fault.done && suspended === 0;
}

const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function transaction(this: IDBDatabase, ...args) {
  const fault = plans.get(this)?.fault;
  // Any name but InvalidState, on which Dexie opens the database again.
  if (fault && fault.kind !== 'abort' && isKilled(fault, args[1])) throw new DOMException('killed', 'UnknownError');
  const tx = begin.apply(this, args);
  if (fault?.kind === 'abort' && !fault.done && args[1] === 'readwrite') aborts.set(tx, fault);
  return tx;
};

type Call = (this: IDBObjectStore, ...args: unknown[]) => IDBRequest;
const methods = IDBObjectStore.prototype as unknown as Record<'put' | 'add' | 'delete' | 'clear', Call>;
for (const name of ['put', 'add', 'delete', 'clear'] as const) {
  const call = methods[name];
  methods[name] = function write(...args) {
    const request = call.apply(this, args);
    const fault = aborts.get(this.transaction);
    if (fault && happened(fault)) this.transaction.abort();
    return request;
  };
}

/** Lets faults be set on an open database: IndexedDB below it is wrapped, nothing of Dexie or of ours. */
export function faultyStorage(db: Database): FaultyStorage {
  const plan: FaultyStorage = { fault: undefined };
  plans.set(db.backendDB(), plan);
  return plan;
}
