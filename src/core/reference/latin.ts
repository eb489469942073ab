// For English screens: Kyrgyz and Russian place names in the Latin spelling English texts about the country use
// (Jalal-Abad, Jeti-Oguz, Kochkor). Simple on purpose: one letter, one spelling; not ISO 9 and not reversible.
const LETTERS: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'yo', ж: 'j', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', ң: 'ng',
  о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ү: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '',
  ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
};

/** Cyrillic letters in Latin, capitals kept; everything else unchanged. */
export function toLatin(text: string): string {
  let out = '';
  const plain = text.normalize('NFC').replace(/дж/g, 'ж').replace(/Дж/g, 'Ж').replace(/ң(?=г)/g, 'н');
  for (const letter of plain.replace(/(?<=[иы])й(?=$|[\s-])/g, 'y')) {
    const lower = letter.toLowerCase();
    const latin = Object.hasOwn(LETTERS, lower) ? (LETTERS[lower] ?? '') : null;
    if (latin === null) out += letter;
    else out += letter === lower ? latin : latin.charAt(0).toUpperCase() + latin.slice(1);
  }
  return out;
}
