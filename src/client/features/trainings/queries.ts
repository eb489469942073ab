import { mayWrite, type Rights } from '../../../core/access/rights.ts';
import { replicaOf, type Scope } from '../../../core/ids.ts';
import { attendeesOf, isPresent, type Attendee } from '../../../core/totals/attendees.ts';
import { slotNow } from '../../deps/slot-now.ts';
import type { Read, Store } from '../../store/store.ts';

export type Training = Read<'training'>;
export type Slot = Read<'slot'>;

/** Where a training stands, for people: by its status once it is finished, by its days before. */
export type Phase = 'running' | 'coming' | 'finished';

export type Groups = Readonly<Record<Phase, readonly Training[]>>;

/** How many trainings of today the first screen offers to go on with. */
const MOST_TODAY = 3;

export const scopeOf = (training: string): Scope => `t:${training}` as Scope;

export function phaseOf(t: Pick<Training, 'status' | 'start'>, today: string): Phase {
  if (t.status === 'completed' || t.status === 'cancelled') return 'finished';
  return (t.start ?? '') > today ? 'coming' : 'running';
}

/** Newest first, but those still to come the other way: the next one on top. */
export function groupTrainings(all: readonly Training[], today: string): Groups {
  const newest = newestFirst(all);
  const of = (phase: Phase): Training[] => newest.filter((t) => phaseOf(t, today) === phase);
  return { running: of('running'), coming: of('coming').reverse(), finished: of('finished') };
}

/** By first day, the latest on top; of one day the one made later. */
export const newestFirst = (all: readonly Training[]): readonly Training[] =>
  [...all].sort((a, b) => compare(b.start ?? '', a.start ?? '') || compare(b.id, a.id));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The trainings to go on with: unfinished ones whose days include today, those made on this tablet first; else the
 * one unfinished training that began last. Only such as this tablet may mark.
 */
export function toGoOn(groups: Groups, today: string, rights: Rights): { readonly isToday: boolean; readonly trainings: readonly Training[] } {
  const open = groups.running.filter((t) => mayMark(rights, t.id));
  const now = open.filter((t) => (t.start ?? '') <= today && today <= (t.end ?? t.start ?? ''));
  if (now.length === 0) return { isToday: false, trainings: open.slice(0, 1) };
  const own = (t: Training): number => (isOwn(rights, t.id) ? 0 : 1);
  return { isToday: true, trainings: [...now].sort((a, b) => own(a) - own(b)).slice(0, MOST_TODAY) };
}

function isOwn(rights: Rights, id: string): boolean {
  const replica = replicaOf(id);
  return replica !== undefined && rights.replicas.has(replica);
}

/** Whether this tablet may see and mark who came. */
export const mayMark = (rights: Rights, training: string): boolean => rights.role === 'coordinator' || rights.trainings.has(training);

/** Whether this tablet may change the facts of a training. */
export const mayEdit = (rights: Rights, training: Pick<Training, 'id'>): boolean =>
  mayWrite(rights, { s: 'p', t: 'training', id: training.id, f: {} });

/** People who came, by sex. */
export interface Share {
  readonly all: number;
  readonly women: number;
  readonly men: number;
  readonly notStated: number;
}

/** The people of one training in numbers: the same definitions as the totals (DOMAIN 5.1), after merges. */
export interface Counts {
  readonly registered: number;
  /** Came on at least one day. */
  readonly came: Share;
  /** Came on the day that is marked now. */
  readonly now: Share;
  /** That day; '' when the training has none. */
  readonly day: string;
  /** How many days or sessions are marked. */
  readonly slots: number;
  /** How many are waited for: the number planned, or the list once it is longer. 0 = nobody knows. */
  readonly expected: number;
  /** Something of this training has not reached the endpoint. */
  readonly unsent: boolean;
}

/** No place is needed to count people: units stay as they are. */
const NO_UNITS = { municipalityOf: () => null, rayonOf: () => null, oblastOf: () => null };

/** Counts one training from the rows of its own scope. */
export async function countsOf(store: Store, training: Training, today: string): Promise<Counts> {
  const scope = scopeOf(training.id);
  const [slots, registrations, attendance, merges] = await Promise.all([
    store.list('slot', scope), store.list('registration', scope), store.list('attendance', scope), store.list('person_merge'),
  ]);
  const data = { projects: [], trainings: [training], slots, registrations, attendance, trainingTrainers: [], merges };
  const people = attendeesOf(data, [training], NO_UNITS);
  const slot = slotNow(slots, today);
  return {
    registered: people.length,
    came: shareOf(people.filter((p) => p.present.length > 0)),
    now: shareOf(slot ? people.filter((p) => isPresent(p.marks.get(slot.id)?.mark)) : []),
    day: slot?.day ?? '',
    slots: slots.length,
    expected: Math.max(training.planned ?? 0, people.length),
    unsent: training.unsent || [slots, registrations, attendance].some((rows) => rows.some((r) => r.unsent)),
  };
}

function shareOf(people: readonly Attendee[]): Share {
  const of = (sex: Attendee['sex']): number => people.filter((p) => p.sex === sex).length;
  return { all: people.length, women: of('f'), men: of('m'), notStated: of('x') };
}
