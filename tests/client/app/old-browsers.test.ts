import { describe, expect, it } from 'vitest';
import { completeArrays } from '../../../src/client/app/old-browsers.ts';

/** An array as Chrome 109 has it: without the copying methods. */
function oldArray(items: unknown[]): unknown[] {
  const proto: object = Object.create(null) as object;
  for (const name of ['sort', 'reverse', 'splice', 'slice', Symbol.iterator] as const) Object.defineProperty(proto, name, { value: Array.prototype[name as 'sort'] });
  const array = [...items];
  Object.setPrototypeOf(array, proto);
  completeArrays(proto);
  return array;
}

const plain = (items: unknown[]): unknown[] => Array.from(items);

describe('[DEC 26] arrays of the lowest browser', () => {
  it('get the copying methods, which leave the original alone', () => {
    const a = oldArray([3, 1, 2]);
    expect(plain(a.toSorted())).toEqual([1, 2, 3]);
    expect(plain(a.toReversed())).toEqual([2, 1, 3]);
    expect(plain(a.with(2, 9))).toEqual([3, 1, 9]);
    expect(plain(a.toSpliced(0, 2, 7))).toEqual([7, 2]);
    expect(plain(a)).toEqual([3, 1, 2]);
  });

  it('keep what a newer browser brings', () => {
    const own = Array.prototype.toSorted;
    completeArrays(Array.prototype);
    expect(Array.prototype.toSorted).toBe(own);
  });
});
