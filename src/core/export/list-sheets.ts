import type { trainer } from '../entities/training.ts';
import type { course, project } from '../entities/project.ts';
import { formatPhone } from '../names/phone.ts';
import { compareText } from '../names/sort.ts';
import type { Row } from '../schema/entity.ts';
import { attendeesOf, groupBy, isNameErased, slotsByTraining, stated, type Attendee } from '../totals/attendees.ts';
import { NOT_STATED, order, type RegistrationRow, type Selection, type SlotRow, type TotalsData, type TrainingRow } from '../totals/data.ts';
import { cellsOf } from '../totals/tables.ts';
import { daysOf, hasCompleted, type Totals } from '../totals/totals.ts';
import type { Cell, Table } from './exporter.ts';
import { codeWord, maybeWord, tableOf, unitWord, type ColumnOf, type Words } from './words.ts';

/** The rows behind an export: those of the totals, and the names that stand beside them. */
export interface WorkbookData extends TotalsData {
  readonly courses: readonly Row<typeof course>[];
  readonly trainers: readonly Row<typeof trainer>[];
}

interface TrainingLine {
  readonly training: TrainingRow;
  readonly registered: readonly Attendee[];
  readonly came: readonly Attendee[];
  readonly slots: readonly SlotRow[];
}

/** A title in the reader's language, else in any. */
export function titleOf(row: Row<typeof project> | Row<typeof course> | undefined, lang: Words['lang']): string {
  if (!row) return '';
  const en = 'title_en' in row ? row.title_en : undefined;
  const all = { ky: row.title_ky, ru: row.title_ru, en };
  return all[lang] ?? all.ru ?? all.ky ?? all.en ?? '';
}

/** One line per training, finished ones first; the sums are of finished ones alone. */
export function trainingsSheet(words: Words, data: WorkbookData, { finished, open }: Selection, totals: Totals): Table {
  const t = words.labels;
  const slots = slotsByTraining(data);
  const people = groupBy(attendeesOf(data, [...finished, ...open], words.units), (a) => a.training.id);
  const lines = [...finished, ...open].map((training): TrainingLine => {
    const registered = people.get(training.id) ?? [];
    return { training, registered, came: registered.filter((a) => a.present.length > 0), slots: slots.get(training.id) ?? [] };
  });
  const sums: Readonly<Record<string, Cell>> = {
    start: { kind: 'text', value: t('totals.total_row') },
    days: totals.trainingDays.value, registered: totals.registered.value, participants: totals.participants.value,
    f: totals.women.value, m: totals.men.value, x: totals.notStated.value, completed: totals.completed.value,
  };
  const columns = trainingColumns(words, data, totals.completedShare);
  const shown = columns.filter((c) => words.people || c.personal !== true);
  return tableOf(words, t('export.sheet_trainings'), columns, lines, {
    foot: [shown.map((c) => sums[c.key] ?? null)],
    ...(open.length > 0 ? { notes: [t('totals.def_open')] } : {}),
  });
}

function trainingColumns(words: Words, data: WorkbookData, share: number): ColumnOf<TrainingLine>[] {
  const t = words.labels;
  const courses = new Map(data.courses.map((c) => [c.id as string, c]));
  const trainers = new Map(data.trainers.map((x) => [x.id as string, x.name ?? '']));
  const led = groupBy(data.trainingTrainers, (l) => l.training);
  const ledBy = (l: TrainingLine) => led.get(l.training.id) ?? [];
  const title = (l: TrainingLine): string => l.training.title ?? titleOf(courses.get(l.training.course ?? ''), words.lang);
  const names = (l: TrainingLine): string => ledBy(l).map((x) => trainers.get(x.trainer ?? '') ?? '').filter((n) => n !== '').join('; ');
  const completed = (l: TrainingLine): number => l.registered.filter((a) => hasCompleted(a.present.length, l.slots.length, share)).length;
  const kinds = (l: TrainingLine): string => [...new Set(ledBy(l).map((x) => codeWord(words, 'trainer_kind', x.kind)))].join('; ');
  return [
    { key: 'no', heading: t('export.col_no'), kind: 'int', width: 6, read: (_, i) => i + 1 },
    { key: 'start', heading: t('export.col_start'), kind: 'date', read: (l) => l.training.start ?? null },
    { key: 'end', heading: t('export.col_end'), kind: 'date', read: (l) => l.training.end ?? null },
    { key: 'days', heading: t('export.col_days'), kind: 'int', read: (l) => daysOf(l.training, l.slots) },
    { key: 'title', heading: t('export.col_title'), kind: 'text', width: 40, read: title },
    { key: 'kind', heading: t('export.col_event_kind'), kind: 'text', width: 16, read: (l) => maybeWord(words, 'event_kind', l.training.kind) },
    ...placeColumns<TrainingLine>(words, (l) => l.training),
    { key: 'venue', heading: t('export.col_venue'), kind: 'text', read: (l) => l.training.venue ?? null },
    { key: 'status', heading: t('export.col_status'), kind: 'text', width: 16, read: (l) => codeWord(words, 'training_status', l.training.status) },
    { key: 'trainer_kinds', heading: t('export.col_trainer_kinds'), kind: 'text', width: 32, read: kinds },
    { key: 'trainers', heading: t('export.col_trainers'), kind: 'text', width: 32, personal: true, read: names },
    { key: 'planned', heading: t('export.col_planned'), kind: 'int', read: (l) => l.training.planned ?? null },
    { key: 'registered', heading: t('totals.registered'), kind: 'int', width: 16, read: (l) => l.registered.length },
    { key: 'participants', heading: t('totals.participants'), kind: 'int', width: 16, read: (l) => l.came.length },
    { key: 'f', heading: t('totals.women'), kind: 'int', read: (l) => cellsOf(l.came).f.value },
    { key: 'm', heading: t('totals.men'), kind: 'int', read: (l) => cellsOf(l.came).m.value },
    { key: 'x', heading: t('totals.sex_not_stated'), kind: 'int', width: 16, read: (l) => cellsOf(l.came).x.value },
    { key: 'completed', heading: t('totals.completed'), kind: 'int', read: completed },
  ];
}

function placeColumns<T>(words: Words, training: (row: T) => TrainingRow): ColumnOf<T>[] {
  const { units, lang, labels: t } = words;
  const up = (find: (code: string) => string | null) => (row: T): Cell => {
    const code = find(training(row).unit ?? '');
    return code === null ? null : units.name(code, lang);
  };
  return [
    { key: 'training_unit', heading: t('totals.training_unit'), kind: 'text', read: (row) => unitWord(words, training(row).unit) },
    { key: 'rayon', heading: t('totals.rayon'), kind: 'text', width: 20, read: up((c) => units.rayonOf(c)) },
    { key: 'oblast', heading: t('totals.oblast'), kind: 'text', width: 20, read: up((c) => units.oblastOf(c)) },
  ];
}

/** What a registration says of a person, personal parts marked. */
function personColumns<T>(words: Words, of: (row: T) => Attendee): ColumnOf<T>[] {
  const t = words.labels;
  const said = <V>(row: T, read: (r: RegistrationRow) => V | null | undefined): V | null => stated(of(row).registrations, read) ?? null;
  const phone = (row: T): Cell => {
    const raw = said(row, (r) => r.phone);
    return raw === null ? null : formatPhone(raw);
  };
  return [
    { key: 'name', heading: t('export.col_name'), kind: 'text', width: 36, personal: true, read: (row) => (isNameErased(of(row)) ? t('erase.name') : said(row, (r) => r.name)) },
    { key: 'sex', heading: t('export.col_sex'), kind: 'text', width: 16, read: (row) => codeWord(words, 'sex', of(row).sex) },
    { key: 'birth_year', heading: t('export.col_birth_year'), kind: 'int', personal: true, read: (row) => said(row, (r) => r.birth_year) },
    { key: 'age_band', heading: t('totals.age_band'), kind: 'text', width: 18, read: (row) => codeWord(words, 'age_band', of(row).ageBand) },
    { key: 'role', heading: t('totals.role'), kind: 'text', width: 32, read: (row) => codeWord(words, 'participant_role', of(row).role) },
    { key: 'position', heading: t('export.col_position'), kind: 'text', width: 28, personal: true, read: (row) => said(row, (r) => r.position) },
    { key: 'org', heading: t('export.col_org'), kind: 'text', width: 28, personal: true, read: (row) => said(row, (r) => r.org) },
    { key: 'unit', heading: t('totals.unit'), kind: 'text', read: (row) => unitWord(words, of(row).unit) },
    { key: 'phone', heading: t('export.col_phone'), kind: 'id', personal: true, read: phone },
  ];
}

const nameOf = (a: Attendee): string => stated(a.registrations, (r) => r.name) ?? '';

/** By sheet number; then by name, but only where names are written: their order alone would tell. */
const sheetOrder = (words: Words) => (a: Attendee, b: Attendee): number => {
  const [x, y] = [a.registrations[0]?.no ?? Number.MAX_VALUE, b.registrations[0]?.no ?? Number.MAX_VALUE];
  return x - y || (words.people ? compareText(nameOf(a), nameOf(b)) : 0) || order(a.id, b.id);
};

interface PersonLine {
  /** As they stood on the list of the latest training. */
  readonly last: Attendee;
  readonly trainings: number;
  readonly days: number;
}

/** One line per person who came, after merges, as the latest training knew them. */
export function peopleSheet(words: Words, data: WorkbookData, finished: readonly TrainingRow[], totals: Totals): Table {
  const t = words.labels;
  const dayOf = new Map(data.slots.map((s) => [s.id as string, s.day ?? s.id]));
  const came = attendeesOf(data, finished, words.units).filter((a) => a.present.length > 0);
  const lines = [...groupBy(came, (a) => a.person).values()].flatMap((times): PersonLine[] => {
    const last = [...times].sort((a, b) => order(a.training.start ?? '', b.training.start ?? '') || order(a.id, b.id)).at(-1);
    const days = new Set(times.flatMap((a) => a.present.map((m) => dayOf.get(m.slot ?? ''))));
    return last ? [{ last, trainings: times.length, days: days.size }] : [];
  });
  const sorted = words.people ? lines.sort((a, b) => compareText(nameOf(a.last), nameOf(b.last)) || order(a.last.id, b.last.id)) : lines;
  const columns: ColumnOf<PersonLine>[] = [
    { key: 'no', heading: t('export.col_no'), kind: 'int', width: 6, read: (_, i) => i + 1 },
    ...personColumns<PersonLine>(words, (l) => l.last),
    { key: 'trainings', heading: t('totals.trainings'), kind: 'int', read: (l) => l.trainings },
    { key: 'person_days', heading: t('totals.person_days'), kind: 'int', read: (l) => l.days },
  ];
  const unknown = totals.unknownPeople.value;
  return tableOf(words, t('export.sheet_people'), columns, sorted, unknown > 0 ? { notes: [t('totals.unknown_for', { count: unknown })] } : {});
}

/** One line per person and training, one column per day or session, and their sum. */
export function attendanceSheet(words: Words, data: WorkbookData, finished: readonly TrainingRow[], totals: Totals): Table {
  const t = words.labels;
  const slots = slotsByTraining(data);
  const slotsOf = (a: Attendee): readonly SlotRow[] => slots.get(a.training.id) ?? [];
  const rank = new Map(finished.map((x, i) => [x.id as string, i]));
  const inSheet = sheetOrder(words);
  const lines = attendeesOf(data, finished, words.units).sort(
    (a, b) => (rank.get(a.training.id) ?? 0) - (rank.get(b.training.id) ?? 0) || inSheet(a, b),
  );
  const width = Math.max(0, ...finished.map((x) => slots.get(x.id)?.length ?? 0));
  const marks = Array.from({ length: width }, (_, n): ColumnOf<Attendee> => ({
    key: `slot_${n + 1}`, heading: t('export.col_slot', { n: n + 1 }), kind: 'text', width: 16,
    read: (a) => {
      const slot = slotsOf(a)[n];
      const mark = slot && a.marks.get(slot.id)?.mark;
      return typeof mark === 'string' && mark !== NOT_STATED ? codeWord(words, 'attendance', mark) : null;
    },
  }));
  const source = (a: Attendee): Cell => maybeWord(words, 'registration_source', stated(a.registrations, (r) => r.source));
  const completed = (a: Attendee): boolean => hasCompleted(a.present.length, slotsOf(a).length, totals.completedShare);
  const columns: ColumnOf<Attendee>[] = [
    { key: 'training_no', heading: t('export.col_training_no'), kind: 'int', width: 10, read: (a) => (rank.get(a.training.id) ?? 0) + 1 },
    { key: 'start', heading: t('export.col_start'), kind: 'date', read: (a) => a.training.start ?? null },
    ...placeColumns<Attendee>(words, (a) => a.training),
    { key: 'no', heading: t('export.col_no'), kind: 'int', width: 6, read: (a) => a.registrations[0]?.no ?? null },
    ...personColumns<Attendee>(words, (a) => a),
    { key: 'source', heading: t('export.col_source'), kind: 'text', width: 18, read: source },
    ...marks,
    { key: 'present', heading: t('export.col_present'), kind: 'int', read: (a) => a.present.length },
    { key: 'slots', heading: t('export.col_slots'), kind: 'int', read: (a) => slotsOf(a).length },
    { key: 'completed', heading: t('totals.completed'), kind: 'int', read: (a) => (completed(a) ? 1 : 0) },
  ];
  const sums: Readonly<Record<string, Cell>> = {
    start: { kind: 'text', value: t('totals.total_row') },
    present: totals.rate.present.value, slots: totals.rate.places, completed: totals.completed.value,
  };
  const shown = columns.filter((c) => words.people || c.personal !== true);
  return tableOf(words, t('export.sheet_attendance'), columns, lines, { foot: [shown.map((c) => sums[c.key] ?? null)] });
}
