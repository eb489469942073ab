import { must } from '../../src/core/result.ts';

/** Repeatable chance: mulberry32 (public domain, Tommy Ettinger). The same seed gives the same run. */
export class Rng {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number of 32 bits. */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** From 0, below 1. */
  part(): number {
    return this.bits() / 4_294_967_296;
  }

  /** From 0, below `n`. */
  below(n: number): number {
    return Math.floor(this.part() * n);
  }

  chance(p: number): boolean {
    return this.part() < p;
  }

  pick<T>(list: readonly T[]): T {
    return must(list[this.below(list.length)], 'something to choose from');
  }

  /** One of the names, as often as its weight says. */
  weighed<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.part() * entries.reduce((sum, [, w]) => sum + w, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return must(entries.at(-1), 'weights')[0];
  }

  bytes = (n: number): Uint8Array => Uint8Array.from({ length: n }, () => this.bits() & 255);
}
