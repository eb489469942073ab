import { CLOCK_ZERO, clockOf, observe, stampOf, tick, type Clock, type Stamp } from '../../core/clock.ts';
import type { ReplicaId } from '../../core/ids.ts';
import { MAX_AHEAD } from '../../core/sync/protocol.ts';
import type { ReadTx, WriteTx } from '../store/store.ts';

/** The endpoint's own clock during one batch: above every stamp it has let in, across restarts. */
export class EndpointClock {
  #clock: Clock;
  readonly #replica: ReplicaId;
  readonly #now: number;

  private constructor(clock: Clock, replica: ReplicaId, now: number) {
    this.#clock = clock;
    this.#replica = replica;
    this.#now = now;
  }

  static async load(tx: ReadTx, replica: ReplicaId, now: number): Promise<EndpointClock> {
    const [ms, c] = ((await tx.meta('clock')) ?? '').split(' ').map(Number);
    return new EndpointClock(ms === undefined || c === undefined ? CLOCK_ZERO : { ms, c }, replica, now);
  }

  /**
   * The stamp under which an op is stored: its own, unless that lies in the future; then one of ours. Ops come
   * in their order, and each stamp let in is observed, so that order stays.
   */
  admit(claimed: Stamp): Stamp {
    if (clockOf(claimed).ms <= this.#now + MAX_AHEAD) {
      this.#clock = observe(this.#clock, claimed);
      return claimed;
    }
    this.#clock = tick(this.#clock, this.#now);
    return stampOf(this.#clock, this.#replica);
  }

  /** A stamp for what the endpoint itself changes. */
  issue(): Stamp {
    this.#clock = tick(this.#clock, this.#now);
    return stampOf(this.#clock, this.#replica);
  }

  async save(tx: WriteTx): Promise<void> {
    await tx.putMeta('clock', `${this.#clock.ms} ${this.#clock.c}`);
  }
}
