import type { Lang } from '../format/languages.ts';
import { toLatin } from './latin.ts';
import { readUnits, type Unit, type UnitLevel, type UnitsData } from './unit-data.ts';
import { createUnitSearch } from './unit-search.ts';

export type { Unit, UnitLevel, UnitsData } from './unit-data.ts';

/** The packaged territorial units. A code this version does not know is answered as itself, never refused. */
export interface Units {
  get(code: string): Unit | undefined;
  /** Kyrgyz falls back to Russian; English is the Kyrgyz (or Russian) name in Latin letters. */
  name(code: string, lang: Lang): string;
  /** With everything it lies in: «Чолпон-Ата — Токтогул району, Жалал-Абад облусу». Many names occur twice. */
  path(code: string, lang: Lang): string;
  /** Code of the rayon a unit is or lies in; null in cities and for unknown codes. */
  rayonOf(code: string): string | null;
  /** Code of the oblast, or of the city of republican rank beside the oblasts. */
  oblastOf(code: string): string | null;
  /** Area of a person's scope (`r:<area>`): rayon, else city; 'local' for an oblast, no unit or one not in the list. */
  areaOf(code: string | null | undefined): string;
  /** Code of the aimak, town or city a unit is or lies in. */
  municipalityOf(code: string): string | null;
  /** Aimaks, towns and cities, in order of codes. */
  municipalities(): readonly Unit[];
  all(): readonly Unit[];
  /** By name in Kyrgyz or Russian (Latin, too), by the rayon it lies in, by code; municipalities first. */
  search(query: string, limit: number, levels?: readonly UnitLevel[]): Unit[];
}

const MUNICIPAL: ReadonlySet<UnitLevel> = new Set<UnitLevel>(['aimak', 'town', 'city', 'city_republic']);
const TOP: ReadonlySet<UnitLevel> = new Set<UnitLevel>(['oblast', 'city_republic']);
const CITIES: ReadonlySet<UnitLevel> = new Set<UnitLevel>(['city', 'city_republic']);

/** Country, oblast, rayon: 3 + 2 + 3 digits of 14. */
const CODE = /^417\d{11}$/;
const RAYON_DIGITS = 8;

/** The packaged list (units.json, loaded when first needed) as questions the screens ask. */
export function createUnits(data: UnitsData): Units {
  const all = readUnits(data);
  const byCode = new Map(all.map((unit) => [unit.code, unit]));

  /** The unit and all it lies in, nearest first; [] for an unknown code. */
  const chain = (code: string): Unit[] => {
    const found: Unit[] = [];
    for (let unit = byCode.get(code); unit; unit = byCode.get(unit.parent ?? '')) found.push(unit);
    return found;
  };
  const nearest = (code: string, fits: (unit: Unit) => boolean): string | null => chain(code).find(fits)?.code ?? null;
  const rayonOf = (code: string): string | null => nearest(code, ({ level }) => level === 'rayon');
  /** A code newer than this list still tells its rayon, so that all versions put a person into the same area. */
  const rayonByForm = (code: string): string | null => (CODE.test(code) ? rayonOf(`${code.slice(0, RAYON_DIGITS)}000000`) : null);
  const areaOf = (code: string): string | null => rayonOf(code) ?? nearest(code, ({ level }) => CITIES.has(level)) ?? rayonByForm(code);
  const isMunicipality = ({ level }: Unit): boolean => MUNICIPAL.has(level);
  const municipalities = all.filter(isMunicipality);
  const finder = createUnitSearch(all, (unit) => chain(unit.code).slice(1), isMunicipality);

  return {
    get: (code) => byCode.get(code),
    name: (code, lang) => {
      const unit = byCode.get(code);
      return unit ? unitName(unit, lang) : code;
    },
    path: (code, lang) => {
      const [unit, ...around] = chain(code);
      if (!unit) return code;
      const rest = around.map((other) => aroundName(other, lang)).join(', ');
      return rest === '' ? unitName(unit, lang) : `${unitName(unit, lang)} — ${rest}`;
    },
    rayonOf,
    oblastOf: (code) => nearest(code, ({ level }) => TOP.has(level)),
    areaOf: (code) => (code ? areaOf(code) : null) ?? 'local',
    municipalityOf: (code) => nearest(code, isMunicipality),
    municipalities: () => municipalities,
    all: () => all,
    search: (query, limit, levels) => finder.search(query, limit, levels),
  };
}

function unitName(unit: Unit, lang: Lang): string {
  switch (lang) {
    case 'ky':
      return unit.ky || unit.ru;
    case 'ru':
      return unit.ru;
    case 'en':
      return englishName(unit);
  }
}

/** The name of a unit that others lie in: an aimak says there that it is one, since its village often has the same name. */
function aroundName(unit: Unit, lang: Lang): string {
  const name = unitName(unit, lang);
  if (unit.level !== 'aimak' || unit.ky === '' || lang === 'ru') return name;
  return lang === 'ky' ? `${name} айыл аймагы` : `${name} aiyl aimak`;
}

/** Words for kinds of unit at the end of names, in English. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/ (облусу|область)$/, ' oblast'],
  [/ (району|район)$/, ' rayon'],
  [/ айылный аймак$/, ' aiyl aimak'],
  [/ шаары$/, ''],
  [/^г\. /, ''],
];

function englishName(unit: Unit): string {
  let name = unit.ky || unit.ru;
  for (const [kind, english] of KINDS) name = name.replace(kind, english);
  const city = unit.level === 'city' || unit.level === 'town' ? ` ${unit.level}` : '';
  return toLatin(name) + city;
}
