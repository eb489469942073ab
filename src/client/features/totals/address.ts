import { isDay } from '../../../core/schema/field.ts';
import type { TotalsFilter } from '../../../core/totals/data.ts';

/** Which height the table of places shows. */
export type PlaceLevel = 'training_unit' | 'rayon' | 'oblast';
const LEVELS: readonly PlaceLevel[] = ['training_unit', 'rayon', 'oblast'];

type Query = Readonly<Record<string, string>>;

/**
 * What is chosen, read from the address: so that a reload, a shared link and Back show the same.
 * Codes, days and places only: nothing about people. What is no day is left out.
 */
export function filterOf(query: Query): TotalsFilter {
  const day = (key: string): string | undefined => (isDay(query[key] ?? '') ? query[key] : undefined);
  const code = (key: string): string | undefined => query[key] || undefined;
  const found = { from: day('from'), to: day('to'), unit: code('unit'), kind: code('kind') };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

export const levelOf = (query: Query): PlaceLevel => LEVELS.find((level) => level === query['level']) ?? 'training_unit';

interface Chosen {
  readonly filter: TotalsFilter;
  readonly level: PlaceLevel;
}

function parameters({ filter, level }: Chosen): URLSearchParams {
  const out = new URLSearchParams();
  for (const key of ['from', 'to', 'unit', 'kind'] as const) {
    const value = filter[key];
    if (value !== undefined) out.set(key, value);
  }
  if (level !== 'training_unit') out.set('level', level);
  return out;
}

const address = (path: string, query: URLSearchParams): string => (query.toString() === '' ? path : `${path}?${query.toString()}`);

export const totalsAddress = (chosen: Chosen): string => address('/totals', parameters(chosen));

/** Where the rows behind a figure are shown; `figure` is a path of figure-path.ts. */
export function rowsAddress(chosen: Chosen, figure: string): string {
  const query = parameters(chosen);
  query.set('figure', figure);
  return address('/totals/rows', query);
}

/** Whether the period ends before it begins. */
export const isReversed = ({ from, to }: TotalsFilter): boolean => from !== undefined && to !== undefined && to < from;
