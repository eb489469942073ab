import { foldPlace } from '../names/fold.ts';
import type { Unit, Units } from '../reference/units.ts';

/** Words that say what kind of place it is, in full and in short. */
const KINDS = new RegExp(
  `(^|[\\s,.;()«»"-])(${[
    'айыл аймагы', 'айылный аймак', 'айыл окмоту', 'айыл өкмөтү', 'айылы', 'айыл', 'район[уа]?', 'облус[уа]?', 'область', 'области', 'шаары', 'город', 'село',
    'с', 'г', 'аа', 'ао', 'а/о', 'а\\.?а', 'а\\.?о', 'aiyl', 'aimak', 'okmotu', 'rayon', 'oblast', 'village', 'city',
  ].join('|')})(?=$|[\\s,.;()«»"-])`,
  'giu',
);

/** «Сузакский район», «Жалал-Абад облусу»: where the place lies, not which it is. */
const AROUND = /[\p{L}-]+\s+(району?|районунун|районунда|облус[уа]?|облусунун|област[иь]|rayon|oblast)(?![\p{L}])/giu;

/** No address is longer, in UTF-16 units. */
const LONGEST = 200;

/** How many units of like name are looked at: the commonest name has fewer. */
const CANDIDATES = 20;

/**
 * The one unit a text means, as a function that remembers its answers; null when none or several may be meant.
 * Of several with one name the one in the training's own rayon is meant.
 * @param near unit of the training
 */
export function placeFinder(units: Units, near: string | null): (text: string) => string | null {
  const known = new Map<string, string | null>();
  const rayon = near === null ? null : units.rayonOf(near);
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const code = findPlace(units, rayon, text);
    known.set(text, code);
    return code;
  };
}

function findPlace(units: Units, rayon: string | null, text: string): string | null {
  if (units.get(text) !== undefined) return text;
  if (text.length > LONGEST) return null;
  const named = unitsNamed(units, text);
  const municipality = (u: Unit): string => units.municipalityOf(u.code) ?? u.code;
  const all = [...new Set(named.map(municipality))];
  const here = all.filter((code) => rayon !== null && units.rayonOf(code) === rayon);
  const [only, ...others] = all.length > 1 ? here : all;
  if (only === undefined || others.length > 0) return null;
  // A village is meant only when its municipality has another name.
  const [first, ...rest] = named.filter((u) => municipality(u) === only);
  return first && rest.length === 0 ? first.code : only;
}

function unitsNamed(units: Units, text: string): Unit[] {
  const around = (text.match(AROUND) ?? []).join(' ');
  const own = bare(text.replace(AROUND, ' '));
  const said = new Set(foldPlace(own));
  if (said.size === 0) return [];
  const found = units.search(`${own} ${bare(around)}`, CANDIDATES);
  return found.filter((u) => u.level !== 'oblast' && u.level !== 'rayon' && isNamed(u, said));
}

/** Without words of kind. Twice: two of them beside one another share the blank between. */
const bare = (text: string): string => text.replace(KINDS, ' ').replace(KINDS, ' ').trim();

/** Every word of the unit's name, in Kyrgyz or Russian, was said: «Токтогул району, Чолпон-Ата» names Чолпон-Ата. */
function isNamed(u: Unit, said: ReadonlySet<string>): boolean {
  return [u.ky, u.ru].some((name) => {
    const tokens = foldPlace(bare(name));
    return tokens.length > 0 && tokens.every((t) => said.has(t));
  });
}
