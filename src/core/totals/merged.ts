import { order, type MergeRow } from './data.ts';

/**
 * Who is whom after merges: every person id leads to the smallest id of its group, so that all devices
 * name the same one, in whatever order the merges came. Ids nobody merged lead to themselves.
 */
export function mergedPersons(merges: readonly MergeRow[]): (id: string) => string {
  const parent = new Map<string, string>();
  const root = (id: string): string => {
    let top = id;
    for (let up = parent.get(top); up !== undefined; up = parent.get(top)) top = up;
    // Shorten the way for the next question.
    for (let at = id; at !== top; ) {
      const up = parent.get(at) ?? top;
      parent.set(at, top);
      at = up;
    }
    return top;
  };
  for (const m of merges) {
    if (typeof m.a !== 'string' || typeof m.b !== 'string') continue;
    const [a, b] = [root(m.a), root(m.b)];
    if (a === b) continue;
    const keep = order(a, b) < 0 ? a : b;
    parent.set(keep === a ? b : a, keep);
  }
  return root;
}
