/**
 * The lowest browser is Chrome 109 (DECISIONS 26), the last one for old tablets and Windows 7. It lacks the
 * copying methods of arrays (Chrome 110) that the core uses freely; they are a line each. Imported first.
 */
type AnyArray = unknown[];

const methods: Readonly<Record<string, (this: AnyArray, ...args: never[]) => unknown>> = {
  toSorted(this: AnyArray, compare?: (a: unknown, b: unknown) => number) {
    return [...this].sort(compare);
  },
  toReversed(this: AnyArray) {
    return [...this].reverse();
  },
  toSpliced(this: AnyArray, ...args: [number, number, ...unknown[]]) {
    const copy = [...this];
    copy.splice(...args);
    return copy;
  },
  with(this: AnyArray, index: number, value: unknown) {
    const copy = [...this];
    copy[index < 0 ? copy.length + index : index] = value;
    return copy;
  },
};

/** Adds what is missing, and nothing else. @param target the prototype of arrays, or a stand-in in a test */
export function completeArrays(target: object): void {
  for (const [name, value] of Object.entries(methods)) {
    if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}

completeArrays(Array.prototype);
