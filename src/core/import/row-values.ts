import { ageAt, ageBand, parseDay } from '../format/dates.ts';
import { sexFromName } from '../names/compare.ts';
import { asciiDigits } from '../names/letters.ts';
import { formatPhone, phoneFault, type PhoneFault } from '../names/phone.ts';
import { mixedScript, nameFault, repairName, type NameFault } from '../names/repair.ts';
import { vocabulary } from '../reference/vocabulary.ts';
import { foldHeading } from './fold-heading.ts';
import { headingRole, type ColumnRole } from './headings.ts';
import { saysNothing, sexOfWord } from './sex-words.ts';

/** What a row becomes: fields of a registration and of a person. Null: nothing stated. */
export interface RowValues {
  readonly name: string;
  readonly sex: 'f' | 'm' | 'x' | null;
  /** By the name's ending; offered, never chosen beforehand. */
  readonly sexHint: 'f' | 'm' | null;
  readonly birth_year: number | null;
  readonly age_band: string | null;
  readonly phone: string | null;
  readonly org: string | null;
  readonly position: string | null;
  readonly role: string | null;
  readonly unit: string | null;
}

export type FieldName = 'name' | 'sex' | 'birth_year' | 'age_band' | 'phone' | 'org' | 'position' | 'unit' | 'row';

/** `import.row_<code>` in locales. */
export type ReadCode =
  | `name_${NameFault}` | PhoneFault | 'name_two_scripts' | 'sex_missing' | 'sex_unclear' | 'sex_other_than_name'
  | 'birth_unclear' | 'birth_too_early' | 'birth_in_future' | 'age_unclear' | 'unit_unclear' | 'text_too_long' | 'formula';

export interface ReadFault {
  readonly field: FieldName;
  readonly code: ReadCode;
  /** What stood there. */
  readonly raw: string;
}

export interface RowReading {
  readonly values: RowValues;
  readonly faults: ReadFault[];
  readonly warnings: ReadFault[];
}

export interface RowContext {
  /** First day of the training. */
  readonly day: string;
  readonly place: (text: string) => string | null;
  readonly role: (position: string, org: string) => string | null;
}

type Columns = readonly (ColumnRole | null)[];

/** Longest organisation and position, in code points: as their fields say. */
const MAX_TEXT = 200;
/** Oldest year of birth the field takes. */
const OLDEST = 1900;
/** A greater age at the training is a slip of the pen. */
const MAX_AGE = 120;

/** Reads one row. Whatever cannot be used is dropped with a warning that keeps what stood there. */
export function readRow(cells: readonly string[], columns: Columns, ctx: RowContext): RowReading {
  const warnings: ReadFault[] = [];
  const at = (role: ColumnRole): string => said(cells[columns.indexOf(role)]);
  const warn = (field: FieldName, code: ReadCode, raw: string): null => {
    warnings.push({ field, code, raw });
    return null;
  };
  const text = (field: 'org' | 'position'): string | null => {
    const raw = at(field);
    return [...raw].length > MAX_TEXT ? warn(field, 'text_too_long', raw) : raw || null;
  };
  const name = nameOf(cells, columns);
  const fault = nameFault(name);
  if (fault === null && mixedScript(name)) warn('name', 'name_two_scripts', name);
  const hint = sexFromName(name);
  const sex = sexOf(cells[columns.indexOf('sex')] ?? '', hint, warn);
  const birth = birthYear(at('birth'), ctx.day, warn);
  const [org, position] = [text('org'), text('position')];
  return {
    values: {
      name, sex, sexHint: hint, birth_year: birth, age_band: band(at('age'), birth, ctx.day, warn),
      phone: phoneOf(at('phone'), warn), org, position, role: ctx.role(position ?? '', org ?? ''),
      unit: placeOf(cells, columns, ctx, warn),
    },
    faults: fault === null ? [] : [{ field: 'name', code: `name_${fault}`, raw: name }],
    warnings,
  };
}

type Warn = (field: FieldName, code: ReadCode, raw: string) => null;

const isDash = (cell: string): boolean => /^[-–—]*$/.test(cell);
/** What a cell says; '' for a dash or a word for nothing. */
const said = (cell: string | undefined): string => (cell === undefined || isDash(cell) || saysNothing(cell) ? '' : cell);

/** The whole name, or its parts in the official order: family, given, father's. */
function nameOf(cells: readonly string[], columns: Columns): string {
  const parts = (['name', 'family', 'given', 'patronymic'] as const).map((role) => said(cells[columns.indexOf(role)]));
  // Names copied from a numbered list bring the number: «12. Асанов Бакыт».
  return repairName(parts.filter((p) => p !== '').join(' ').replace(/^\d{1,4}\s*[.)]\s*/, ''));
}

function sexOf(raw: string, hint: 'f' | 'm' | null, warn: Warn): RowValues['sex'] {
  if (isDash(raw)) return warn('sex', 'sex_missing', '');
  const sex = sexOfWord(raw);
  if (sex === null) return warn('sex', 'sex_unclear', raw);
  if (hint !== null && sex !== 'x' && sex !== hint) warn('sex', 'sex_other_than_name', raw);
  return sex;
}

/** A year of four digits, alone or at either end of a date. Two digits are not guessed: 05 may be a day. */
function birthYear(raw: string, day: string, warn: Warn): number | null {
  if (raw === '') return null;
  const year = yearOf(asciiDigits(raw.normalize('NFKC')));
  if (year === null) return warn('birth_year', 'birth_unclear', raw);
  if (year > Number(day.slice(0, 4))) return warn('birth_year', 'birth_in_future', raw);
  return year < OLDEST || (ageAt(year, day) ?? 0) > MAX_AGE ? warn('birth_year', 'birth_too_early', raw) : year;
}

function yearOf(text: string): number | null {
  const alone = /^(\d{4})\s?-?\s?(ж|жыл\S*|г|год\S*)?\.?$/iu.exec(text)?.[1];
  const year = alone ?? /^\d{1,2}[./-]\d{1,2}[./-](\d{4})$/.exec(text)?.[1] ?? parseDay(text)?.slice(0, 4);
  return year === undefined ? null : Number(year);
}

/** From the year of birth, else from an age or the words of an age band. */
function band(raw: string, birth: number | null, day: string, warn: Warn): string | null {
  if (birth !== null) return ageBand(ageAt(birth, day));
  if (raw === '') return null;
  const age = /^(\d{1,3})(\s*(жаш\S*|лет|год\S*|years?( old)?))?$/iu.exec(asciiDigits(raw.normalize('NFKC')))?.[1];
  if (age !== undefined && ageBand(Number(age)) !== 'x' && Number(age) > 0) return ageBand(Number(age));
  const words = foldHeading(raw);
  const entry = vocabulary('age_band').find((e) => [e.ky, e.ru, e.en, e.code].some((word) => foldHeading(word) === words));
  return entry?.code ?? warn('age_band', 'age_unclear', raw);
}

function phoneOf(raw: string, warn: Warn): string | null {
  if (raw === '') return null;
  const fault = phoneFault(raw);
  // A citizen's personal number must not be kept, not even as what stood there.
  if (fault === 'phone_national_number') return warn('phone', fault, '');
  return fault === null ? formatPhone(raw) : warn('phone', fault, raw);
}

function placeOf(cells: readonly string[], columns: Columns, ctx: RowContext, warn: Warn): string | null {
  const text = cells.filter((c, i) => columns[i] === 'place' && said(c) !== '').join(', ');
  return text === '' ? null : (ctx.place(text) ?? warn('unit', 'unit_unclear', text));
}

/** Why a row is none of the list. */
export type SkipReason = 'blank' | 'footer' | 'heading';

/** Words that begin such lines, after `foldHeading`. */
const FOOTER = new RegExp(
  `^(${[
    'итого', 'всего', 'баары', 'бардыгы', 'жалпы', 'жыйынтык', 'жыйынтыгы', 'total', 'sum', 'подпис\\S*', 'кол тамга\\S*', 'колу', 'тренер', 'trainer',
    'ответственн\\S* за', 'жооптуу адам', 'председатель комисс', 'мп', 'м п', 'м о', 'дата', 'куну', 'date', 'примечани', 'эскертуу',
  ].join('|')})( |$)`,
);
const SUM = /^(итого|всего|баары|бардыгы|жалпы|total)/;
/** Roles whose cells show that a row is about a person. */
const PERSONAL: readonly ColumnRole[] = ['sex', 'birth', 'age', 'phone'];

/** Lines below and between: sums, signatures, headings printed again on each page, numbered lines nobody filled in. */
export function skipReason(cells: readonly string[], columns: Columns): SkipReason | null {
  const filled = cells.filter((c, i) => (columns[i] === 'number' ? /\p{L}/u : /[\p{L}\p{N}]/u).test(c));
  if (filled.length === 0) return 'blank';
  if (isHeadingAgain(cells, columns)) return 'heading';
  const personal = cells.some((c, i) => c !== '' && PERSONAL.some((role) => columns[i] === role));
  const first = foldHeading(cells.find((c) => c !== '') ?? '');
  const named = foldHeading(nameOf(cells, columns));
  return (FOOTER.test(first) || FOOTER.test(named)) && (!personal || SUM.test(first)) ? 'footer' : null;
}

/** At least two columns say again what they are, the name among them. */
function isHeadingAgain(cells: readonly string[], columns: Columns): boolean {
  const says = (i: number): boolean => typeof columns[i] === 'string' && headingRole(cells[i] ?? '') === columns[i];
  const name = columns.findIndex((r) => r === 'name' || r === 'family');
  return name >= 0 && says(name) && cells.some((_, i) => i !== name && says(i));
}
