/** A fault put into the source on purpose, and the rule that must find it. */
export interface Planted {
  readonly fault: string;
  readonly path: string;
  readonly code: string;
  readonly rule: string;
  /** Other files the fault needs. */
  readonly beside?: Readonly<Record<string, string>>;
}

const lines = (count: number): string => Array.from({ length: count }, (_, i) => `export const line${i} = ${i};`).join('\n');
const importing = (specifier: string): string => `import * as thing from '${specifier}';\nexport const used = thing;\n`;
const screen = (inside: string): string => `export function Planted() {\n  return ${inside};\n}\n`;

const roomFaults: readonly Planted[] = [
  { fault: 'a package in core', path: 'src/core/p1.ts', code: importing('dexie'), rule: 'tizme(rooms)' },
  { fault: 'fflate in core outside export and import', path: 'src/core/p2.ts', code: importing('fflate'), rule: 'tizme(rooms)' },
  { fault: 'Node in core', path: 'src/core/p3.ts', code: importing('node:fs'), rule: 'tizme(rooms)' },
  {
    fault: 'core reaching into the client',
    path: 'src/core/sync/p4.ts',
    code: importing('../../client/ui/ok.tsx'),
    rule: 'tizme(rooms)',
  },
  { fault: 'dexie outside the store', path: 'src/client/sync/p5.ts', code: importing('dexie'), rule: 'tizme(rooms)' },
  {
    fault: 'one feature using another',
    path: 'src/client/features/alpha/p6.ts',
    code: importing('../beta/ok.ts'),
    rule: 'tizme(rooms)',
  },
  {
    fault: 'a feature using app',
    path: 'src/client/features/alpha/p7.ts',
    code: importing('../../app/ok.ts'),
    rule: 'tizme(rooms)',
  },
  {
    fault: 'the store using a feature',
    path: 'src/client/store/p8.ts',
    code: importing('../features/beta/ok.ts'),
    rule: 'tizme(rooms)',
  },
  {
    fault: 'the client using the server',
    path: 'src/client/app/p9.ts',
    code: importing('../../server/ok.ts'),
    rule: 'tizme(rooms)',
  },
  {
    fault: 'the server using the client',
    path: 'src/server/p10.ts',
    code: importing('../client/ui/ok.tsx'),
    rule: 'tizme(rooms)',
  },
  { fault: 'ui using the store', path: 'src/client/ui/p11.tsx', code: importing('../store/ok.ts'), rule: 'tizme(rooms)' },
  {
    fault: 'a type from a forbidden room',
    path: 'src/client/ui/p12.ts',
    code: "export type { Ok } from '../store/ok.ts';\n",
    rule: 'tizme(rooms)',
  },
  {
    fault: 'a lazy import of a forbidden room',
    path: 'src/client/ui/p13.ts',
    code: "export const load = () => import('../store/ok.ts');\n",
    rule: 'tizme(rooms)',
  },
  { fault: 'a file in no room', path: 'src/client/elsewhere/p14.ts', code: 'export const a = 1;\n', rule: 'tizme(rooms)' },
];

const wordFaults: readonly Planted[] = [
  { fault: 'Kyrgyz in JSX', path: 'src/client/ui/w1.tsx', code: screen('<p>Катышуучулар</p>'), rule: 'tizme(no-untranslated)' },
  { fault: 'English in JSX', path: 'src/client/ui/w2.tsx', code: screen('<p>People</p>'), rule: 'tizme(no-untranslated)' },
  { fault: 'a word in braces', path: 'src/client/ui/w3.tsx', code: screen("<p>{'People'}</p>"), rule: 'tizme(no-untranslated)' },
  {
    fault: 'a word behind a condition',
    path: 'src/client/ui/w4.tsx',
    code: 'export const W = (p: { on: boolean }) => <p>{p.on ? `Sent` : null}</p>;\n',
    rule: 'tizme(no-untranslated)',
  },
  {
    fault: 'a word in aria-label',
    path: 'src/client/ui/w5.tsx',
    code: screen('<b aria-label="Close" />'),
    rule: 'tizme(no-untranslated)',
  },
  {
    fault: 'a word in placeholder',
    path: 'src/client/ui/w6.tsx',
    code: screen("<input placeholder={'Name'} />"),
    rule: 'tizme(no-untranslated)',
  },
  {
    fault: 'Cyrillic in a client string',
    path: 'src/client/store/w7.ts',
    code: "export const a = 'Ошибка';\n",
    rule: 'tizme(no-untranslated)',
  },
];

const intl = (code: string): Pick<Planted, 'code' | 'rule'> => ({ code: `${code}\n`, rule: 'tizme(no-intl-language)' });
const intlFaults: readonly Planted[] = [
  { fault: 'Intl with ky', path: 'src/client/ui/i1.ts', ...intl("export const f = new Intl.NumberFormat('ky-KG');") },
  {
    fault: 'Intl with a variable language',
    path: 'src/client/ui/i2.ts',
    ...intl('export const f = (l: string) => new Intl.DateTimeFormat(l);'),
  },
  { fault: 'toLocaleString', path: 'src/client/ui/i3.ts', ...intl('export const f = (n: number) => n.toLocaleString();') },
  {
    fault: 'localeCompare with ky',
    path: 'src/core/i4.ts',
    ...intl("export const f = (a: string) => a.localeCompare('b', 'ky');"),
  },
];

const pureFaults: readonly Planted[] = [
  {
    fault: 'Date in core',
    path: 'src/core/d1.ts',
    code: 'export const now = () => Date.now();\n',
    rule: 'eslint(no-restricted-globals)',
  },
  { fault: 'crypto in core', path: 'src/core/d2.ts', code: 'export const c = crypto;\n', rule: 'eslint(no-restricted-globals)' },
  {
    fault: 'fetch in core',
    path: 'src/core/d3.ts',
    code: "export const f = () => fetch('/');\n",
    rule: 'eslint(no-restricted-globals)',
  },
  {
    fault: 'Math.random in core',
    path: 'src/core/d4.ts',
    code: 'export const r = () => Math.random();\n',
    rule: 'eslint(no-restricted-properties)',
  },
  {
    fault: 'localStorage in a feature',
    path: 'src/client/features/alpha/d5.ts',
    code: "export const g = () => localStorage.getItem('a');\n",
    rule: 'eslint(no-restricted-globals)',
  },
];

const safetyFaults: readonly Planted[] = [
  {
    fault: 'innerHTML',
    path: 'src/client/ui/s1.ts',
    code: "export const s = (e: Element) => { e.innerHTML = 'a'; };\n",
    rule: 'eslint(no-restricted-properties)',
  },
  {
    fault: 'dangerouslySetInnerHTML',
    path: 'src/client/ui/s2.tsx',
    code: screen("<p dangerouslySetInnerHTML={{ __html: 'a' }} />"),
    rule: 'react(no-danger)',
  },
  { fault: 'eval', path: 'src/client/ui/s3.ts', code: "export const s = () => eval('1');\n", rule: 'eslint(no-eval)' },
  {
    fault: 'an image without words',
    path: 'src/client/ui/s4.tsx',
    code: screen('<img src="a.png" />'),
    rule: 'jsx-a11y(alt-text)',
  },
  { fault: 'any', path: 'src/core/s5.ts', code: 'export const a = (b: any) => b;\n', rule: 'typescript(no-explicit-any)' },
  {
    fault: 'a non-null assertion',
    path: 'src/core/s6.ts',
    code: 'export const a = (b?: string) => b!;\n',
    rule: 'typescript(no-non-null-assertion)',
  },
  {
    fault: 'a promise nobody waits for',
    path: 'src/core/s7.ts',
    code: 'const p = async () => 1;\nexport const a = () => { p(); };\n',
    rule: 'typescript(no-floating-promises)',
  },
  {
    fault: 'a switch that forgets a case',
    path: 'src/core/s8.ts',
    code: "export function a(b: 'x' | 'y') {\n  switch (b) {\n    case 'x':\n      return 1;\n  }\n  return 0;\n}\n",
    rule: 'typescript(switch-exhaustiveness-check)',
  },
  { fault: 'a default export', path: 'src/core/s9.ts', code: 'export default 1;\n', rule: 'import(no-default-export)' },
  {
    fault: 'an empty catch',
    path: 'src/core/s10.ts',
    code: 'export const a = () => { try { JSON.parse("1"); } catch {} };\n',
    rule: 'eslint(no-empty)',
  },
  {
    fault: 'console',
    path: 'src/client/ui/s11.ts',
    code: "export const a = () => console.log('a');\n",
    rule: 'eslint(no-console)',
  },
  { fault: 'a file of 301 lines', path: 'src/core/s12.ts', code: lines(301), rule: 'eslint(max-lines)' },
  {
    fault: 'a function of 61 lines',
    path: 'src/core/s13.ts',
    code: `export function a(): void {\n${'  void 0;\n'.repeat(61)}}\n`,
    rule: 'eslint(max-lines-per-function)',
  },
  {
    fault: 'a function with 13 ways',
    path: 'src/core/s14.ts',
    code: `export const a = (n: number) => ${Array.from({ length: 12 }, (_, i) => `n === ${i} ? ${i} : `).join('')}99;\n`,
    rule: 'eslint(complexity)',
  },
  {
    fault: 'a cycle of imports',
    path: 'src/core/s15.ts',
    code: "import { b } from './s15b.ts';\nexport const a = () => b;\n",
    beside: { 'src/core/s15b.ts': "import { a } from './s15.ts';\nexport const b = () => a;\n" },
    rule: 'import(no-cycle)',
  },
  {
    fault: 'a file not in kebab-case',
    path: 'src/core/notKebab.ts',
    code: 'export const a = 1;\n',
    rule: 'unicorn(filename-case)',
  },
  {
    fault: 'a type imported as a value',
    path: 'src/core/s16.ts',
    code: "import { Ok } from './ok.ts';\nexport const a = (b: Ok): Ok => b;\n",
    rule: 'typescript(consistent-type-imports)',
  },
];

export const planted: readonly Planted[] = [...roomFaults, ...wordFaults, ...intlFaults, ...pureFaults, ...safetyFaults];

const ok = 'export const ok = 1;\nexport interface Ok {\n  readonly a: string;\n}\n';

/** Sound files the faults point at, and some that come near a rule without breaking it. */
export const sound: Readonly<Record<string, string>> = {
  'src/core/ok.ts': ok,
  'src/core/export/ok.ts': importing('fflate'),
  'src/server/ok.ts': ok,
  'src/client/store/ok.ts': ok,
  'src/client/app/ok.ts': ok,
  'src/client/features/beta/ok.ts':
    "import { ok } from './more.ts';\nimport { ok as store } from '../../store/ok.ts';\n\nexport const both = ok + store;\n",
  'src/client/features/beta/more.ts': ok,
  'src/client/ui/ok.tsx':
    'export const Ok = (p: { readonly name: string }) => (\n  <p class="row wide" title={p.name}>\n    {p.name} · {\'Ң\'} <i role="img" aria-label={p.name} />\n  </p>\n);\n',
  'src/client/i18n/plural.ts': 'export const rules = (lang: string) => new Intl.PluralRules(lang).select(2);\n',
  'src/client/i18n/remember.ts': "export const read = () => localStorage.getItem('a');\n",
};
