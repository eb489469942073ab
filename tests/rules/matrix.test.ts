import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../src/house/paths.ts';

const ROOM = 'tests/simulation/README.md';
const ROWS = 46;

interface Entry {
  /** Where the study wants it: S, P, D, B, E. */
  readonly where: string;
  /** A file of tests, a reason in words, or what is still being built. */
  readonly file: string | undefined;
  readonly reason: string | undefined;
  readonly open: boolean;
}

interface Row {
  readonly n: number;
  readonly where: readonly string[];
  readonly entries: readonly Entry[];
}

/** `S tests/a.test.ts · E open: tests/b.test.ts · B reason: words` */
function entryOf(text: string): Entry {
  const [, where = '', rest = ''] = /^([SPDBE]) (.+)$/.exec(text.trim()) ?? [];
  const open = rest.startsWith('open: ');
  const said = open ? rest.slice('open: '.length) : rest;
  const reason = said.startsWith('reason: ') ? said.slice('reason: '.length) : undefined;
  return { where, open, reason, file: reason === undefined && /^tests\/\S+$/.test(said) ? said : undefined };
}

/** Rows of the table: number, fault, where, tests. */
const rowsOf = (text: string): Row[] =>
  [...text.matchAll(/^\| (\d+) \| [^|]+ \| ([SPDBE ]+) \| ([^|]+) \|$/gm)].map(([, n, where = '', tests = '']) => ({ n: Number(n), where: where.trim().split(' '), entries: tests.split(' · ').map(entryOf) }));

/** Numbers of rows in the titles of tests: `it('[2.4] [4.2/38] …')`. */
const tagsIn = (code: string): number[] => [...code.matchAll(/['"`](?:\[[^\]\n]+\] ?)+/g)].flatMap(([tags]) => [...tags.matchAll(/\[4\.2\/(\d+)\]/g)].map((m) => Number(m[1])));

describe(`the fault matrix (${ROOM})`, () => {
  const rows = rowsOf(readFileSync(join(root, ROOM), 'utf8'));
  const code = new Map(
    readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
      .filter((f) => /\.tsx?$/.test(f) && !f.endsWith('matrix.test.ts'))
      .map((f) => [join('tests', f), tagsIn(readFileSync(join(root, 'tests', f), 'utf8'))]),
  );

  test('is read as it is meant', () => {
    expect(rowsOf('| 3 | cut | P E | P tests/a.ts · E open: tests/b.ts · E reason: it is so |')).toEqual([
      { n: 3, where: ['P', 'E'], entries: [{ where: 'P', open: false, reason: undefined, file: 'tests/a.ts' }, { where: 'E', open: true, reason: undefined, file: 'tests/b.ts' }, { where: 'E', open: false, reason: 'it is so', file: undefined }] },
    ]);
    expect(tagsIn("it('[2.4] [4.2/38] x');\ndescribe('[4.2/1] [I2] y');\n// [4.2/9] no title")).toEqual([38, 1]);
  });

  test('has every row, once', () => {
    expect(rows.map((r) => r.n)).toEqual(Array.from({ length: ROWS }, (_, i) => i + 1));
  });

  test.each(rows)('row $n has a test in every place the study wants one, or a written reason', ({ where, entries }) => {
    for (const w of where) expect(entries.filter((e) => e.where === w), w).not.toEqual([]);
    for (const e of entries) expect(e.file !== undefined || (e.reason ?? '').length > 20).toBe(true);
  });

  test.each(rows)('row $n names tests that say so', ({ n, entries }) => {
    for (const { file, open } of entries) {
      if (file === undefined || (open && !existsSync(join(root, file)))) continue;
      expect(code.get(file) ?? [], `a title with [4.2/${n}] in ${file}`).toContain(n);
    }
  });

  test.each(rows)('row $n names every test that says it is of it', ({ n, entries }) => {
    const named = new Set(entries.map((e) => e.file));
    expect([...code].filter(([file, tags]) => tags.includes(n) && !named.has(file)).map(([file]) => file)).toEqual([]);
  });
});
