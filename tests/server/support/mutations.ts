import fc from 'fast-check';

/** One change somewhere in a tree of JSON. */
export type Tree = (value: unknown) => unknown;

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string };

/** Every place in a tree below its root. */
function places(value: unknown, out: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return out;
  for (const key of Object.keys(value)) {
    out.push({ holder: value as Record<string, unknown>, key });
    places((value as Record<string, unknown>)[key], out);
  }
  return out;
}

const get = ({ holder, key }: Place): unknown => (holder as Record<string, unknown>)[key];

function put({ holder, key }: Place, value: unknown): void {
  // Not by assignment: that would set the prototype for `__proto__`.
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { q: value };
  return value;
};

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null, true, false, 0, 1, -1, 0.5, -0, 2 ** 31, 2 ** 48, 2 ** 53, 2 ** 53 + 2, -(2 ** 60), 1e308, 1e21, 201, 65_536, '', ' ', '\0', '\ud800', '|', '-', '$', 'p', 't:', 'x:y',
    '__proto__', 'constructor', '2019-02-30', "'; drop table rows;--", [], {}, [[]], [null], { k: null }, { k: {} }, { v: [] }, { v: {} }, { d: [], x: '0' }, { d: [1], x: '000000000000' },
    { l: '' }, { l: '|||' }, { n: 1 }, { n: [1, 2] }, { day: 1e9 }, { min: {} }, { i: {} }, { i: { p: 'a', q: [] } }, { c: 1, x: 99 }, { s: 1, d: 1 }, { s: 1e308, d: 1e308 }, { p: 'x', q: [{ c: 0 }] },
  ),
  fc.integer({ min: 1, max: 40 }).map(nested),
  fc.integer({ min: 1, max: 25_000 }).map((n) => 'ө'.repeat(n)),
  fc.integer({ min: 1, max: 3_000 }).map((n) => Array.from({ length: n }, (_, i) => i)),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.integer(),
  fc.double(),
);

const names = fc.constantFrom('__proto__', 'constructor', 'toString', '$', '$gone', 'n', 's', 'k', 'i', 'f', 'p', 'h', 'c', 'r', 'no', 'by', 'at', 'o', 'x', 'title', 'secret_field', 'х', 'x'.repeat(301), '');

const STEPS = [1, -1, 1_000, -1e6, 1e13];

/** Nudges what is there: off by one, a letter changed, an element twice, two elements in each other's place. */
function nudge(value: unknown, by: number): unknown {
  if (typeof value === 'number') return value + (STEPS[by % STEPS.length] ?? 1);
  if (typeof value === 'string') return value.length === 0 ? 'x' : value.slice(0, by % value.length) + String.fromCharCode(33 + (by % 90)) + value.slice((by % value.length) + (by % 2));
  if (Array.isArray(value) && value.length > 0) return by % 2 ? [...(value as unknown[]), value[by % value.length]] : (value as unknown[]).toReversed();
  return typeof value === 'boolean' ? !value : value;
}

const at = (tree: unknown, where: number, change: (p: Place, all: readonly Place[]) => void): unknown => {
  const all = places(tree);
  const place = all[where % Math.max(all.length, 1)];
  if (place) change(place, all);
  return tree;
};

/** Changes that know what a message looks like; most keep it one, so that they get beyond the door. */
export const mutated: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.nat(), fc.nat()).map(([where, by]): Tree => (v) => at(v, where, (p) => put(p, nudge(get(p), by)))) },
  { weight: 4, arbitrary: fc.tuple(fc.nat(), hostile).map(([where, x]): Tree => (v) => at(v, where, (p) => put(p, structuredClone(x)))) },
  { weight: 2, arbitrary: fc.nat().map((where): Tree => (v) => at(v, where, remove)) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(), fc.nat()).map(([a, b]): Tree => (v) => at(v, a, (p, all) => swap(p, all[b % all.length]))) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(), names, hostile).map(([where, name, x]): Tree => (v) => at(v, where, (p) => put({ holder: p.holder, key: Array.isArray(p.holder) ? p.key : name }, structuredClone(x)))) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('v', 'n', 'prev', 'epoch', 'wall', 'cd', 'cur', 'left', 'room', 'schema', 'replica'), hostile).map(([key, x]): Tree => (v) => envelope(v, key, x)) },
  { weight: 1, arbitrary: fc.constantFrom(0, 2, 3, 99).map((x): Tree => (v) => envelope(v, 'v', x)) },
);

const envelope = (v: unknown, key: string, x: unknown): unknown => (typeof v === 'object' && v !== null ? { ...v, [key]: structuredClone(x) } : v);

/** Values of two places exchanged; one inside the other would make a ring, which is no JSON. */
function swap(a: Place, b: Place | undefined): void {
  if (!b) return;
  const [x, y] = [structuredClone(get(a)), structuredClone(get(b))];
  put(a, y);
  put(b, x);
}
