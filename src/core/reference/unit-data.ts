/** How far down the division a unit stands. `city_republic`: Bishkek and Osh, beside the oblasts. */
export type UnitLevel =
  | 'oblast'
  | 'city_republic'
  | 'city_district'
  | 'rayon'
  | 'city'
  | 'town'
  | 'aimak'
  | 'settlement'
  | 'village'
  | 'village_of_city'
  | 'village_of_town';

/** A unit of the packaged list (division of 2019–2021). */
export interface Unit {
  /** 14 digits of the state classifier. */
  readonly code: string;
  readonly level: UnitLevel;
  /** Null for an oblast and a city of republican rank. */
  readonly parent: string | null;
  /** '' where no Kyrgyz name is known: screens fall back to the Russian one. */
  readonly ky: string;
  readonly ru: string;
  /** The Kyrgyz name was written from the Russian one and wants a Kyrgyz reader. */
  readonly unproofed: boolean;
}

/**
 * units.json: one line per unit in order of codes. A letter for the level, the distance to the code before (10 when
 * left out), a space if the name begins with a digit, the Russian name, `=` and the Kyrgyz name (nothing behind `=`
 * when it is the same, no `=` when none is known), `?` when unproofed. « айылный аймак» behind an aimak's name is left out.
 * Parents follow from the order.
 */
export interface UnitsData {
  readonly rows: readonly string[];
}

interface LevelRule {
  readonly level: UnitLevel;
  /** Letters of the levels one of whose units, the nearest before, is the parent. */
  readonly under: string;
}

const LEVELS: Readonly<Record<string, LevelRule>> = {
  o: { level: 'oblast', under: '' },
  b: { level: 'city_republic', under: '' },
  d: { level: 'city_district', under: 'b' },
  r: { level: 'rayon', under: 'o' },
  c: { level: 'city', under: 'o' },
  t: { level: 'town', under: 'r' },
  a: { level: 'aimak', under: 'r' },
  s: { level: 'settlement', under: 'cdr' },
  v: { level: 'village', under: 'a' },
  w: { level: 'village_of_city', under: 'cd' },
  u: { level: 'village_of_town', under: 't' },
};

const ROW = /^([a-z])(\d*) ?([^=?]*)(?:(=)([^?]*))?(\?)?$/;
const USUAL_STEP = 10;
const AIMAK_RU = ' айылный аймак';

/** The packaged lines as units, in order of codes. Throws when a line is damaged: the file is part of the program. */
export function readUnits(data: UnitsData): Unit[] {
  let code = 0;
  const latest = new Map<string, Unit>();
  return data.rows.map((row) => {
    const [, letter = '', step, name = '', hasKy, ky, mark] = ROW.exec(row) ?? [];
    const rule = LEVELS[letter];
    if (!rule || name === '') throw new Error(`units.json cannot be read: ${row}`);
    code += Number(step) || USUAL_STEP;
    const unit: Unit = {
      code: String(code),
      level: rule.level,
      parent: nearest(latest, rule.under),
      ky: hasKy ? ky || name : '',
      ru: russianName(rule.level, name),
      unproofed: mark === '?',
    };
    latest.set(letter, unit);
    return unit;
  });
}

function russianName(level: UnitLevel, name: string): string {
  return level !== 'aimak' || name.toLowerCase().includes(AIMAK_RU.trim()) ? name : name + AIMAK_RU;
}

/** Of the latest unit of each of these levels the one with the greatest code: it stands nearest before. */
function nearest(latest: ReadonlyMap<string, Unit>, under: string): string | null {
  let found = '';
  for (const letter of under) {
    const code = latest.get(letter)?.code ?? '';
    if (code > found) found = code;
  }
  return found === '' ? null : found;
}
