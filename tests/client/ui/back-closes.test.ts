// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A browser's history in small: entries, and going back that arrives a little later. */
class Entries {
  readonly states: unknown[] = [null];
  at = 0;

  get state(): unknown {
    return this.states[this.at];
  }

  pushState(state: unknown): void {
    this.states.splice(this.at + 1, Infinity, state);
    this.at += 1;
  }

  back(): void {
    setTimeout(() => {
      if (this.at === 0) return;
      this.at -= 1;
      dispatchEvent(new PopStateEvent('popstate', { state: this.state }));
    }, 5);
  }
}

let entries = new Entries();

beforeEach(() => {
  vi.useFakeTimers();
  entries = new Entries();
  vi.stubGlobal('history', entries);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const { closeOnBack } = await import('../../../src/client/ui/back-closes.ts');

describe('closeOnBack', () => {
  it('Back closes the sheet and stays on the page', () => {
    const close = vi.fn();
    const closed = closeOnBack(close);
    entries.back();
    vi.advanceTimersByTime(10);
    expect(close).toHaveBeenCalledOnce();
    closed();
    vi.advanceTimersByTime(1000);
    expect(entries.at).toBe(0);
  });

  it('closing otherwise leaves no entry to press Back through', () => {
    closeOnBack(() => undefined)();
    vi.advanceTimersByTime(1000);
    expect(entries.at).toBe(0);
  });

  it('closes the upper of two sheets first', () => {
    const calls: string[] = [];
    const lower = closeOnBack(() => calls.push('lower'));
    const upper = closeOnBack(() => calls.push('upper'));
    entries.back();
    vi.advanceTimersByTime(10);
    expect(calls).toEqual(['upper']);
    upper();
    entries.back();
    vi.advanceTimersByTime(10);
    expect(calls).toEqual(['upper', 'lower']);
    lower();
    vi.advanceTimersByTime(1000);
    expect(entries.at).toBe(0);
  });

  it('a page opened on closing is not taken back, and Back from it skips the dead entry', () => {
    const closed = closeOnBack(() => undefined);
    closed();
    entries.pushState(null);
    vi.advanceTimersByTime(1000);
    expect(entries.at).toBe(2);
    entries.back();
    vi.advanceTimersByTime(1000);
    expect(entries.at).toBe(0);
  });

  it('a sheet opened right after another uses the same entry', () => {
    closeOnBack(() => undefined)();
    const close = vi.fn();
    closeOnBack(close);
    vi.advanceTimersByTime(1000);
    expect(entries.at).toBe(1);
    entries.back();
    vi.advanceTimersByTime(10);
    expect(close).toHaveBeenCalledOnce();
  });
});
