const WINDOW = 15 * 60_000;
const ALLOWED = 20;
/** Addresses remembered at once; the one that missed longest ago is forgotten first. */
const REMEMBERED = 1000;

/** Counts wrong invitations by address, in memory: guessing must not be free, and must not fill the memory either. */
export class Misses {
  readonly #times = new Map<string, number[]>();

  /** Seconds until this address may try again; 0 = now. */
  wait(address: string, now: number): number {
    const recent = this.#recent(address, now);
    const oldest = recent[recent.length - ALLOWED];
    return oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + WINDOW - now) / 1000));
  }

  add(address: string, now: number): void {
    const recent = [...this.#recent(address, now), now].slice(-ALLOWED);
    this.#times.delete(address);
    this.#times.set(address, recent);
    const first = this.#times.keys().next();
    if (this.#times.size > REMEMBERED && first.done !== true) this.#times.delete(first.value);
  }

  #recent(address: string, now: number): number[] {
    return (this.#times.get(address) ?? []).filter((t) => t > now - WINDOW);
  }
}
