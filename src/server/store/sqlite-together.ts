import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';

/** How many share one COMMIT at most: the first of them waits for the last. */
const MOST = 8;

interface Job {
  /** Does the work and keeps what came of it. */
  readonly work: () => Promise<void>;
  /** Tells whoever waits. */
  readonly done: () => void;
  readonly failed: (e: unknown) => void;
}

/**
 * Writers of one connection, one after another in the order they came. Those that wait together are committed
 * together, so that the disk is waited for once; each has a savepoint of its own, so that one that fails takes back its
 * own changes and nothing else. Nobody is told before the COMMIT they share, and all are told when it fails.
 */
export class Together {
  readonly #db: DatabaseSync;
  readonly #errorOf: (e: unknown) => unknown;
  #waiting: Job[] = [];
  #outside: (() => void)[] = [];
  #running: Promise<void> | undefined;

  constructor(db: DatabaseSync, errorOf: (e: unknown) => unknown) {
    this.#db = db;
    this.#errorOf = errorOf;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let value: { readonly of: T } | undefined;
      this.#waiting.push({
        work: async () => {
          value = { of: await work() };
        },
        done: () => value && resolve(value.of),
        failed: (e) => reject(this.#errorOf(e)),
      });
      this.#running ??= this.#runAll();
    });
  }

  /** Does what no transaction may hold, between two of them. */
  outside<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#outside.push(() => {
        try {
          resolve(work());
        } catch (e) {
          reject(this.#errorOf(e));
        }
      });
      this.#running ??= this.#runAll();
    });
  }

  /** Resolves when everything asked for so far has ended. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #runAll(): Promise<void> {
    try {
      // Those who ask in the same moment are waited for, and between two rounds answers go out and questions come in.
      for (await turn(); this.#waiting.length + this.#outside.length > 0; await turn()) {
        const alone = this.#outside.shift();
        if (alone) alone();
        else await this.#commit(this.#waiting.splice(0, MOST));
      }
    } finally {
      this.#running = undefined;
    }
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    const db = this.#db;
    const told: (() => void)[] = [];
    try {
      // IMMEDIATE: a transaction that begins as a reader cannot become a writer once another one has written.
      db.exec('begin immediate');
      for (const job of jobs) told.push(await this.#alone(job));
      db.exec('commit');
    } catch (e) {
      for (const job of jobs) job.failed(e);
      // A full disk may have rolled back by itself.
      if (db.isTransaction) db.exec('rollback');
      return;
    }
    for (const tell of told) tell();
  }

  /** Runs one job in its savepoint. Throws only when the transaction they share is lost. @returns how to tell whoever waits */
  async #alone(job: Job): Promise<() => void> {
    const db = this.#db;
    db.exec('savepoint job');
    try {
      await job.work();
      db.exec('release job');
      return job.done;
    } catch (e) {
      if (!db.isTransaction) throw e;
      db.exec('rollback to job; release job');
      return () => job.failed(e);
    }
  }
}
