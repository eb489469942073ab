import type { TotalsFilter } from '../totals/data.ts';

export interface FileNameInput {
  readonly filter: TotalsFilter;
  /** Names of what the filter chose (unit, project, course, kind), in any script. */
  readonly names: readonly string[];
  /** Day of the export, `YYYY-MM-DD`. */
  readonly day: string;
  /** Without the dot. */
  readonly extension: string;
}

/** Longest part made of a name: the whole stays far below 255 bytes. */
const MAX_PART = 40;

/** `tizme_<names>_<from>_<to>_made-<day>.<extension>`: ASCII letters, digits, `-`, `_` alone. */
export function fileName({ filter, names, day, extension }: FileNameInput): string {
  const period = [
    filter.from === undefined ? '' : `from-${filter.from}`,
    filter.to === undefined ? '' : `to-${filter.to}`,
  ];
  const parts = ['tizme', ...names.map(slug), ...period.map(slug), `made-${slug(day)}`];
  return `${parts.filter((p) => p !== '').join('_')}.${slug(extension)}`;
}

const LATIN: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'yo', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', ң: 'ng', о: 'o',
  ө: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ү: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sch', ъ: '', ы: 'y', ь: '', э: 'e',
  ю: 'yu', я: 'ya',
};

function slug(text: string): string {
  const latin = [...text.normalize('NFC').toLowerCase()].map((c) => LATIN[c] ?? c).join('');
  return latin.normalize('NFD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').slice(0, MAX_PART).replace(/^-+|-+$/g, '');
}
