import type { Reply } from '../../src/client/sync/transport.ts';
import type { Endpoint } from './endpoint.ts';
import type { Rng } from './rng.ts';
import type { Hung } from './tablet.ts';

/** What a question meets between tablet and endpoint. */
type Fate = 'fine' | 'drop' | 'lose' | 'cut' | 'twice' | 'hang-before' | 'hang-after' | 'hang-twice' | 'busy' | 'fail' | 'stranger';

const FATES: Partial<Record<Fate, number>> = {
  fine: 57, drop: 10, lose: 10, cut: 4, twice: 4, 'hang-before': 3, 'hang-after': 3, 'hang-twice': 3, busy: 2, fail: 2, stranger: 3.5,
};

interface Sent {
  readonly at: number;
  readonly body: string;
  readonly token: string;
}

const lost = (why: 'network' | 'timeout' | 'not_ours'): Reply => ({ kind: 'lost', why, wait: 0 });

/** The way between the tablets and the endpoint, with everything that may go wrong on it. */
export class Line {
  readonly #endpoint: Endpoint;
  readonly #clock: { now: number };
  /** Chance of the step under way. */
  rng: Rng;
  /** No faults any more. */
  calm = false;
  /** Copies of what was sent: some of it arrives again much later. */
  readonly copies: Sent[] = [];
  /** How often each thing happened. */
  readonly counts: Record<string, number> = {};
  /** Refusals by their code. */
  readonly refusals: Record<string, number> = {};

  constructor(endpoint: Endpoint, clock: { now: number }, rng: Rng) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.rng = rng;
  }

  async ask(path: string, body: string | undefined, token: string, onHang: (hung: Hung) => void): Promise<Reply> {
    if (path !== '/v1/sync' || body === undefined) return this.#endpoint.ask(path, body, token);
    this.#travel();
    this.copies.push({ at: this.#clock.now, body, token });
    const fate = this.calm ? 'fine' : this.rng.weighed(FATES);
    this.counts[fate] = (this.counts[fate] ?? 0) + 1;
    const reply = await this.#meet(fate, body, token, onHang);
    this.#travel();
    if (reply.kind === 'refused') this.refusals[reply.error] = (this.refusals[reply.error] ?? 0) + 1;
    return reply;
  }

  #travel(): void {
    this.#clock.now += this.calm ? 100 : 30 + this.rng.below(2000);
  }

  async #meet(fate: Fate, body: string, token: string, onHang: (hung: Hung) => void): Promise<Reply> {
    const ask = (trip = {}): Promise<Reply> => this.#endpoint.ask('/v1/sync', body, token, trip);
    switch (fate) {
      case 'fine':
        return ask();
      case 'drop':
        return lost('network');
      case 'lose':
        await ask();
        return lost('network');
      case 'cut':
        return ask({ cut: this.rng.part() });
      case 'twice':
        await ask();
        return ask();
      case 'busy':
        return { kind: 'refused', status: 503, error: 'busy', body: { error: 'busy' }, wait: 5000 };
      case 'fail':
        return ask({ fail: true });
      case 'stranger':
        // An endpoint on another database answers for a moment.
        return { kind: 'refused', status: 401, error: 'unknown', body: { error: 'unknown' }, wait: 0 };
      case 'hang-before':
      case 'hang-after':
      case 'hang-twice':
        return this.#hang(fate, ask, onHang);
    }
  }

  async #hang(fate: Fate, ask: () => Promise<Reply>, onHang: (hung: Hung) => void): Promise<Reply> {
    const early = fate === 'hang-before' ? undefined : await ask();
    const how = await new Promise<'deliver' | 'timeout'>((end) => onHang({ since: this.#clock.now, end }));
    if (how === 'timeout') return lost('timeout');
    // Somebody in between sends the question once more and hands on what is answered to that.
    return early === undefined || fate === 'hang-twice' ? ask() : early;
  }

  /** A copy of an earlier question arrives once more; nobody waits for the answer. */
  async late(rng: Rng): Promise<void> {
    // Most within a minute, some an hour later.
    const since = this.#clock.now - (rng.chance(0.8) ? 60_000 : 3_600_000);
    const recent = this.copies.filter((c) => c.at >= since);
    if (recent.length === 0) return;
    const { body, token } = rng.pick(recent);
    await this.#endpoint.ask('/v1/sync', body, token);
  }
}
