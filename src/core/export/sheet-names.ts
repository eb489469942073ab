/** Longest name a sheet may have, in UTF-16 units (Excel's limit). */
const MAX = 31;

/**
 * Names as Excel takes them: without `[ ] : * ? / \` and controls, not beginning or ending with `'`, at most
 * 31 units, not "History", never empty, unique whatever the case.
 */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set(['history']);
  return wanted.map((name, i) => {
    const clean = name
      .replace(/[\u0000-\u001f\u007f[\]:*?/\\]|[\ud800-\udfff]/gu, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^[' ]+|[' ]+$/g, '');
    const base = clean === '' ? String(i + 1) : clean;
    let out = cut(base, MAX);
    for (let n = 2; taken.has(out.toLowerCase()); n++) out = `${cut(base, MAX - String(n).length - 1)} ${n}`;
    taken.add(out.toLowerCase());
    return out;
  });
}

/** The first `n` units, without half a surrogate pair or a trailing blank. */
const cut = (text: string, n: number): string => text.slice(0, n).replace(/[\ud800-\udbff]$/, '').replace(/[' ]+$/, '');
