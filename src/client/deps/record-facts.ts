import type { Lang } from '../../core/format/languages.ts';
import { isScope } from '../../core/ids.ts';
import type { Units } from '../../core/reference/units.ts';
import type { Cells } from '../../core/sync/change.ts';
import type { Format, T } from '../i18n/i18n.ts';
import type { Read, Store } from '../store/store.ts';

/** A record, or a save of one. */
export interface RecordOf {
  readonly s: string;
  readonly t: string;
  readonly id: string;
  readonly f?: Cells;
  readonly p?: Cells;
}

/** What is needed to name a training; undefined when this tablet does not hold its facts (yet). */
export type TrainingFacts = Pick<Read<'training'>, 'id' | 'title' | 'unit' | 'start' | 'status'>;

/** What tells people which record it is. */
export interface RecordFacts {
  /** Name of the person, trainer or tablet concerned, where the record has one. */
  readonly name: string | undefined;
  /** Whether that name was erased. */
  readonly isErased: boolean;
  /** The day of a mark or of a training day. */
  readonly day: string | undefined;
  /** The training it belongs to. */
  readonly training: string | undefined;
  readonly facts: TrainingFacts | undefined;
}

/** The training a record belongs to. */
export function trainingOf({ s, t, id }: RecordOf): string | undefined {
  if (t === 'training') return id;
  if (t === 'training_trainer') return /^l:([^/]+)\//.exec(id)?.[1];
  return isScope(s) && s.startsWith('t:') ? s.slice(2) : undefined;
}

/** The registration a mark is of. */
export const registrationOf = ({ id, f }: RecordOf): string | undefined => /^a:(.+)\/d:/.exec(id)?.[1] ?? text(f?.['registration']);

/** The day a mark is for, as the id of its slot. */
const slotOf = ({ id, f }: RecordOf): string | undefined => /^a:.+\/(d:.+)$/.exec(id)?.[1] ?? text(f?.['slot']);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Reads what this tablet knows of a record: who, which day, which training. */
export async function recordFacts(store: Store, record: RecordOf): Promise<RecordFacts> {
  const training = trainingOf(record);
  const named = await namedBy(store, record);
  return {
    name: text(record.p?.['name']) ?? named?.name,
    isErased: named?.erased === true,
    day: await dayOf(store, record),
    training,
    facts: training === undefined ? undefined : await store.find('training', training),
  };
}

async function namedBy(store: Store, record: RecordOf): Promise<{ readonly name: string | undefined; readonly erased?: true } | undefined> {
  if (record.t === 'device') return { name: text((await store.find('device', record.id))?.label) };
  const bearer = bearerOf(record);
  const row = bearer && (await store.find(bearer.t, bearer.id));
  return row && { name: text(row.name), ...(row.erased ? { erased: true } : {}) };
}

/** The record whose name a record goes by: its own, or that of whom it is about. */
function bearerOf(record: RecordOf): { readonly t: 'registration' | 'person' | 'trainer' | 'user'; readonly id: string } | undefined {
  switch (record.t) {
    case 'registration':
    case 'person':
    case 'trainer':
    case 'user':
      return { t: record.t, id: record.id };
    case 'training_trainer':
      return { t: 'trainer', id: /\/([^/]+)$/.exec(record.id)?.[1] ?? '' };
    case 'attendance':
      return { t: 'registration', id: registrationOf(record) ?? '' };
    default:
      return undefined;
  }
}

async function dayOf(store: Store, record: RecordOf): Promise<string | undefined> {
  const slot = record.t === 'slot' ? record.id : record.t === 'attendance' ? slotOf(record) : undefined;
  return slot === undefined ? undefined : ((await store.find('slot', slot))?.day ?? undefined);
}

/** How a training is called: its title, else its place, with the first day. */
export function trainingWords(x: { t: T; format: Format; lang: Lang; units: Units | undefined }, facts: TrainingFacts | undefined): string {
  if (!facts) return x.t('sync.unknown_training');
  const place = facts.unit ? (x.units?.name(facts.unit, x.lang) ?? '') : '';
  return [facts.title ?? '', place, facts.start ? x.format.day(facts.start) : ''].filter((part) => part !== '').join(' · ');
}
