import { isRecordId } from '../ids.ts';

/** What a cell may hold on the wire and in storage. */
export type Value = string | number | boolean | null | readonly string[];

export type FieldKind = 'text' | 'code' | 'codes' | 'int' | 'bool' | 'date' | 'time' | 'ref' | 'unit' | 'units';

export interface FieldSpec<K extends FieldKind = FieldKind> {
  readonly kind: K;
  /** Personal fields lie together, apart from the clear ones, in rows and ops; no index holds them. */
  readonly personal: boolean;
  /** A row is not complete without it (checked by `checkRow`, never by the endpoint per op). */
  readonly required: boolean;
  /** text: longest length in code points; int: largest value; codes/units: most entries. */
  readonly max: number;
  /** int: smallest value. */
  readonly min: number;
  /** code/codes: name of the vocabulary (src/core/reference/vocabularies.json). Unknown codes are kept: projects may add their own. */
  readonly vocab?: string;
  /** ref: name of the entity referred to. */
  readonly ref?: string;
}

export type ValueOf<K extends FieldKind> = K extends 'int'
  ? number
  : K extends 'bool'
    ? boolean
    : K extends 'codes' | 'units'
      ? readonly string[]
      : string;

type Options = Partial<Pick<FieldSpec, 'personal' | 'required' | 'max' | 'min'>>;

const make = <K extends FieldKind>(kind: K, o: Options, more?: { vocab?: string; ref?: string }): FieldSpec<K> => ({
  kind,
  personal: o.personal ?? false,
  required: o.required ?? false,
  max: o.max ?? (kind === 'int' ? 1_000_000 : kind === 'codes' || kind === 'units' ? 200 : 500),
  min: o.min ?? 0,
  ...more,
});

/** Free text, at most `max` code points (500 unless told). */
export const text = (o: Options = {}): FieldSpec<'text'> => make('text', o);
/** One code of a vocabulary. */
export const code = (vocab: string, o: Options = {}): FieldSpec<'code'> => make('code', o, { vocab });
/** Several codes of a vocabulary; one value as a whole. */
export const codes = (vocab: string, o: Options = {}): FieldSpec<'codes'> => make('codes', o, { vocab });
/** A whole number. */
export const int = (o: Options = {}): FieldSpec<'int'> => make('int', o);
export const bool = (o: Options = {}): FieldSpec<'bool'> => make('bool', o);
/** A local day, `YYYY-MM-DD`, between 1900 and 2199. */
export const date = (o: Options = {}): FieldSpec<'date'> => make('date', o);
/** A local moment as people read it, `YYYY-MM-DDTHH:MM`: data, never used to order records. */
export const time = (o: Options = {}): FieldSpec<'time'> => make('time', o);
/** The id of a row of another entity. */
export const ref = (entity: string, o: Options = {}): FieldSpec<'ref'> => make('ref', o, { ref: entity });
/** A 14-digit unit code, or the id of a local unit. */
export const unit = (o: Options = {}): FieldSpec<'unit'> => make('unit', o);
export const units = (o: Options = {}): FieldSpec<'units'> => make('units', o);

/** Why a value is refused. The screen says it in words: `fault.<code>` in locales. */
export type FaultCode = 'required' | 'wrong_type' | 'too_long' | 'too_small' | 'too_big' | 'bad_text' | 'bad_date' | 'bad_code' | 'bad_ref' | 'unknown_field';

const CODE = /^[\p{L}\p{N}][\p{L}\p{N}_+.:-]{0,63}$/u;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d$/;

/** Whether text is a real day of the Gregorian calendar between 1900 and 2199. */
export function isDay(x: string): boolean {
  const m = DATE.exec(x);
  if (!m) return false;
  const [y, mo, d] = [Number(m[1]), Number(m[2]), Number(m[3])];
  if (y < 1900 || y > 2199 || mo < 1 || mo > 12 || d < 1) return false;
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][mo - 1] ?? 0;
  return d <= days;
}

const textOr = (check: (x: string, spec: FieldSpec) => FaultCode | null) => (x: unknown, spec: FieldSpec): FaultCode | null =>
  typeof x === 'string' ? check(x, spec) : 'wrong_type';

const checkCode = textOr((x) => (CODE.test(x) ? null : 'bad_code'));

const checkCodes = (x: unknown, spec: FieldSpec): FaultCode | null => {
  if (!Array.isArray(x)) return 'wrong_type';
  if (x.length > spec.max) return 'too_long';
  return x.every((one) => typeof one === 'string' && CODE.test(one)) ? null : 'bad_code';
};

const checkInt = (x: unknown, spec: FieldSpec): FaultCode | null => {
  if (typeof x !== 'number' || !Number.isSafeInteger(x)) return 'wrong_type';
  if (x < spec.min) return 'too_small';
  return x > spec.max ? 'too_big' : null;
};

const CHECKS: Readonly<Record<FieldKind, (x: unknown, spec: FieldSpec) => FaultCode | null>> = {
  text: textOr((x, spec) => checkText(x, spec.max)),
  int: checkInt,
  bool: (x) => (typeof x === 'boolean' ? null : 'wrong_type'),
  date: textOr((x) => (isDay(x) ? null : 'bad_date')),
  time: textOr((x) => (isDay(TIME.exec(x)?.[1] ?? '') ? null : 'bad_date')),
  ref: textOr((x) => (isRecordId(x) ? null : 'bad_ref')),
  code: checkCode,
  unit: checkCode,
  codes: checkCodes,
  units: checkCodes,
};

/** Null when the value may stand in the field; else the reason. `null` itself always may: it empties the cell. */
export const checkValue = (spec: FieldSpec, value: unknown): FaultCode | null => (value === null ? null : CHECKS[spec.kind](value, spec));

function checkText(value: string, max: number): FaultCode | null {
  if (value.length > max * 2 || [...value].length > max) return 'too_long';
  // Lone surrogates cannot be stored as UTF-8; NUL breaks databases; other controls but tab and newline break lists.
  // (`isWellFormed` would say the same, but the lowest browser, Chrome 109, lacks it.)
  if (/[\ud800-\udfff]/u.test(value) || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value)) return 'bad_text';
  return null;
}
