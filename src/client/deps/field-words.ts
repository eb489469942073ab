import { registry } from '../../core/entities/registry.ts';
import type { Lang } from '../../core/format/languages.ts';
import type { Units } from '../../core/reference/units.ts';
import { label, type VocabularyName } from '../../core/reference/vocabulary.ts';
import type { FieldSpec, Value } from '../../core/schema/field.ts';
import { GONE } from '../../core/sync/change.ts';
import type { Format, MessageKey, T } from '../i18n/i18n.ts';

/** Words of fields, as the forms and tables call them; `table.field` where one name means different things. */
const FIELDS: Readonly<Record<string, MessageKey>> = {
  name: 'person.name', sex: 'person.sex', age_band: 'person.age', birth_year: 'export.col_birth_year', phone: 'person.phone',
  org: 'person.org', position: 'person.position', role: 'person.role', unit: 'person.unit', no: 'import.column_number', source: 'export.col_source',
  mark: 'totals_screen.mark', at: 'totals_screen.marked_at', day: 'totals_screen.day',
  title: 'form.name', venue: 'form.venue', start: 'form.start', end: 'form.end', status: 'export.col_status', langs: 'form.langs',
  topics: 'form.topics', planned: 'form.planned', notes: 'form.notes', kind: 'form.kind', per: 'history.field.per',
  kinds: 'export.col_trainer_kinds', part: 'form.trainer_part', label: 'settings.tablet', lang: 'ui.language', app: 'history.field.app',
  given: 'history.field.given', form: 'history.field.form', text_version: 'history.field.text_version', witness: 'history.field.witness',
  withdrawn: 'history.field.withdrawn', title_ky: 'history.field.title_ky', title_ru: 'history.field.title_ru', title_en: 'history.field.title_en',
  donor: 'history.field.donor', implementers: 'history.field.implementers', units: 'totals_screen.municipalities',
  'training.unit': 'form.unit', 'training_trainer.kind': 'form.trainer_kind', 'consent.kind': 'history.field.consent', 'consent.at': 'history.field.consent_at',
  'user.role': 'devices.role', caption: 'photos.caption', taken: 'photos.taken', 'file.kind': 'photos.kind',
  'file.size': 'photos.size', 'file.width': 'photos.width', 'file.height': 'photos.height', 'file.type': 'photos.type', 'file.sha': 'photos.sha', [GONE]: 'history.field.gone',
};

const specOf = (table: string, field: string): FieldSpec | undefined => {
  const fields = registry.get(table)?.fields;
  return fields && Object.hasOwn(fields, field) ? fields[field] : undefined;
};

/** What people call a field; one of a newer version is shown by its code, for the coordinator. */
export function fieldWord(t: T, table: string, field: string): string {
  const own = `${table}.${field}`;
  const key = Object.hasOwn(FIELDS, own) ? FIELDS[own] : Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  return key === undefined ? t('history.field.other', { code: field }) : t(key);
}

/** Whether a field is a fact people read: links between records are not, nor what makes the id of a record and never changes. */
export function isFact(table: string, field: string): boolean {
  const entity = registry.get(table);
  return specOf(table, field)?.kind !== 'ref' && entity?.key?.fields.includes(field) !== true;
}

export interface ValueContext {
  readonly t: T;
  readonly format: Format;
  readonly lang: Lang;
  readonly units: Units | undefined;
}

const MARKS: ReadonlySet<string> = new Set(['present', 'late', 'left_early', 'absent', 'excused']);

/** A value as people read it; an empty one says so. */
export function valueWords(x: ValueContext, table: string, field: string, value: Value): string {
  if (field === GONE) return x.t(value === true ? 'history.gone' : 'history.not_gone');
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return x.t('history.empty');
  if (typeof value === 'object') return value.map((one) => oneWord(x, specOf(table, field), one)).join(', ');
  if (typeof value === 'boolean') return x.t(value ? 'history.yes' : 'history.no');
  // A year is no amount: it is written without a gap.
  if (typeof value === 'number') return field === 'birth_year' ? String(value) : x.format.number(value);
  return oneWord(x, specOf(table, field), value);
}

function oneWord({ t, format, lang, units }: ValueContext, spec: FieldSpec | undefined, text: string): string {
  switch (spec?.kind) {
    case 'code':
    case 'codes':
      if (spec.vocab === 'attendance' && MARKS.has(text)) return t(`mark.${text}` as MessageKey);
      return spec.vocab === undefined ? text : label(spec.vocab as VocabularyName, text, lang);
    case 'date':
      return format.day(text);
    case 'time':
      return `${format.day(text.slice(0, 10))}, ${format.time(text)}`;
    case 'unit':
    case 'units':
      return units?.path(text, lang) ?? text;
    default:
      return text;
  }
}
