import { CLOCK_ZERO, clockOf, observe, stampOf, tick, type Clock, type Stamp } from '../../core/clock.ts';
import type { ReplicaId } from '../../core/ids.ts';
import type { Op } from '../../core/sync/change.ts';
import { MAX_AHEAD } from '../../core/sync/protocol.ts';
import type { WriteTx } from '../store/store.ts';

const CLOCK = 'clock';

/**
 * The endpoint's own clock during one batch. It is stored only when it has stamped something: honest batches would
 * else wait for each other at one row, whatever scopes they are for.
 */
export class EndpointClock {
  readonly #replica: ReplicaId;
  readonly #now: number;
  /** Above every stamp that this batch has brought or been given. */
  #clock: Clock = CLOCK_ZERO;
  #loaded = false;

  constructor(replica: ReplicaId, now: number) {
    this.#replica = replica;
    this.#now = now;
  }

  /**
   * The stamp under which an op is stored: its own, unless that lies in the future; then one of ours, above every
   * stamp of ours, of this batch before it, and of the row it is laid over: it arrives now, so it is newer than all
   * that was let in before, though our clock may have fallen back since. For ops in their order, when their scope is
   * held.
   */
  async admit(tx: WriteTx, op: Op): Promise<Stamp> {
    if (clockOf(op.h).ms <= this.#now + MAX_AHEAD) {
      this.#clock = observe(this.#clock, op.h);
      return op.h;
    }
    await this.#load(tx);
    const had = await tx.row(op.s, op.t, op.id);
    this.#clock = tick(Object.values(had?.h ?? {}).reduce(observe, this.#clock), this.#now);
    return stampOf(this.#clock, this.#replica);
  }

  /** A stamp for what the endpoint itself changes. */
  async issue(tx: WriteTx): Promise<Stamp> {
    await this.#load(tx);
    this.#clock = tick(this.#clock, this.#now);
    return stampOf(this.#clock, this.#replica);
  }

  async #load(tx: WriteTx): Promise<void> {
    if (!this.#loaded) this.#clock = later(this.#clock, await stored(tx));
    this.#loaded = true;
  }

  async save(tx: WriteTx): Promise<void> {
    if (this.#loaded) await tx.putMeta(CLOCK, `${this.#clock.ms} ${this.#clock.c}`);
  }
}

async function stored(tx: WriteTx): Promise<Clock> {
  const [ms, c] = ((await tx.meta(CLOCK)) ?? '').split(' ').map(Number);
  return ms === undefined || c === undefined ? CLOCK_ZERO : { ms, c };
}

const later = (a: Clock, b: Clock): Clock => (a.ms > b.ms || (a.ms === b.ms && a.c > b.c) ? a : b);
