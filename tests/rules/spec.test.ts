import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../src/house/paths.ts';

/** Ids of rules and invariants: `* **2.5.1** …`. */
const rulesOf = (spec: string): string[] => [...spec.matchAll(/^\s*[*-] \*\*((?:I)?\d+(?:\.\d+)*)\*\*/gm)].map((m) => m[1] ?? '');

/** Ids in the titles of tests: `it('[2.4] [I2] …')`, `it.each(…)('[T35] …')`. */
const titlesIn = (code: string): string[] =>
  [...code.matchAll(/\b(?:it|test|describe)(?:\.\w+)*(?:\([^\n]*?\))?\(\s*(['"`])((?:\[[^\]\n]+\] ?)+)/g)].flatMap((m) => [...(m[2] ?? '').matchAll(/\[([^\]]+)\]/g)].map((x) => x[1] ?? ''));

const testFiles = (): string[] =>
  readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' }).filter((f) => /\.test\.tsx?$/.test(f)).map((f) => join(root, 'tests', f));

describe('the rules of sync (src/core/sync/SPEC.md)', () => {
  const rules = rulesOf(readFileSync(join(root, 'src/core/sync/SPEC.md'), 'utf8'));
  const titles = new Set(testFiles().flatMap((f) => titlesIn(readFileSync(f, 'utf8'))));

  test('are found, and so are titles', () => {
    expect(rules).toContain('2.5.1');
    expect(rules.length).toBeGreaterThan(10);
    expect(rulesOf('* **2.1** A replica.\n* **I3** Newest wins.\n* **bold** words')).toEqual(['2.1', 'I3']);
    expect(titlesIn("it('[2.4] [I2] what is saved', x);\nit.each(A)('[T3] y');\n// [9.9] no title")).toEqual(['2.4', 'I2', 'T3']);
  });

  test.each(rules)('rule %s has a test that says so', (rule) => {
    // A rule may be held by tests of its parts: 2.5 by [2.5.1].
    expect([...titles].some((t) => t === rule || t.startsWith(`${rule}.`))).toBe(true);
  });
});
