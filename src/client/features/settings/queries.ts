import { registry } from '../../../core/entities/registry.ts';
import { replicaOf } from '../../../core/ids.ts';
import type { Value } from '../../../core/schema/field.ts';
import { cellsOf, GONE } from '../../../core/sync/change.ts';
import { recordFacts, trainingOf, type RecordFacts, type TrainingFacts } from '../../deps/record-facts.ts';
import type { OutOp, ParkedOp } from '../../store/database.ts';
import type { ParkedKey } from '../../store/parked.ts';
import type { Read, Store } from '../../store/store.ts';

export interface WaitingKind {
  /** Name of a table, or `other` for one that this version does not know. */
  readonly kind: string;
  readonly count: number;
}

export interface WaitingGroup {
  /** Undefined for what belongs to no single training: people, trainers, the tablet itself. */
  readonly training: string | undefined;
  readonly facts: TrainingFacts | undefined;
  readonly kinds: readonly WaitingKind[];
  readonly count: number;
}

export interface Outbox {
  /** Trainings first, the newest saved first; what belongs to none last. */
  readonly groups: readonly WaitingGroup[];
  readonly count: number;
  /** When the oldest of them was saved, ms by this tablet's clock; undefined when nothing waits. */
  readonly oldest: number | undefined;
}

const kindOf = (t: string): string => (registry.has(t) ? t : 'other');

/**
 * What waits to be sent, counted as the pill counts it (saves waiting and on their way), grouped by training.
 * Reads the outbox itself: rows would hide deletions and several saves of one row.
 */
export async function readOutbox(store: Store): Promise<Outbox> {
  const { db } = store;
  const [pend, flight] = await Promise.all([db.pend.toArray(), db.flight.get('one')]);
  const ops = [...(flight?.ops ?? []), ...pend];
  const groups = await groupsOf(store, ops);
  const oldest = ops.reduce<number | undefined>((least, o) => (least === undefined || o.at < least ? o.at : least), undefined);
  return { groups, count: ops.length, oldest };
}

/** Saves by training, with counts by kind. What a training is called is read from the saves where it lies nowhere else yet. */
export async function groupsOf(store: Store, ops: readonly OutOp[]): Promise<WaitingGroup[]> {
  const byTraining = new Map<string | undefined, OutOp[]>();
  for (const op of ops) {
    const key = trainingOf(op);
    byTraining.set(key, [...(byTraining.get(key) ?? []), op]);
  }
  const groups = await Promise.all([...byTraining].map(async ([training, list]): Promise<WaitingGroup & { last: number }> => ({
    training,
    facts: training === undefined ? undefined : ((await store.find('training', training)) ?? factsIn(training, list)),
    kinds: countKinds(list),
    count: list.length,
    last: Math.max(...list.map((o) => o.at)),
  })));
  return groups.toSorted((a, b) => Number(a.training === undefined) - Number(b.training === undefined) || b.last - a.last);
}

function factsIn(training: string, ops: readonly OutOp[]): TrainingFacts | undefined {
  const made = ops.find((o) => o.t === 'training');
  return made && ({ ...made.f, ...made.p, id: training } as unknown as TrainingFacts);
}

/** In the order of the registry, so that the same kinds stand at the same place in every group. */
function countKinds(ops: readonly OutOp[]): WaitingKind[] {
  const counts = new Map<string, number>();
  for (const op of ops) counts.set(kindOf(op.t), (counts.get(kindOf(op.t)) ?? 0) + 1);
  return [...registry.keys(), 'other'].flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [{ kind, count }];
  });
}

/** A save the endpoint did not take, or that could not be sent. */
export interface Refused extends RecordFacts {
  readonly key: ParkedKey;
  readonly kind: string;
  /** The record it is of. */
  readonly record: Pick<ParkedOp, 's' | 't' | 'id'>;
  readonly reason: string;
  /** What it says: field and value. */
  readonly cells: readonly (readonly [field: string, value: Value])[];
  /** The field the reason is about. */
  readonly field: string | undefined;
  /** Newer saves of this record have replaced some of what it says. */
  readonly isTouched: boolean;
  /** They have replaced all of it. */
  readonly isOvertaken: boolean;
  /** When it was saved, ms by this tablet's clock. */
  readonly at: number;
}

/** Parked saves, the newest first. */
export async function readRefused(store: Store): Promise<Refused[]> {
  const ops = await store.parked();
  const views = await store.db.view.bulkGet(ops.map((op) => [op.s, op.t, op.id]));
  const out = await Promise.all(ops.map(async (op, i): Promise<Refused> => {
    const cells = [...cellsOf(op)];
    const stamps = views[i]?.h ?? {};
    const replaced = cells.filter(([field]) => (stamps[field] ?? '') > op.h).length;
    return {
      ...(await recordFacts(store, op)),
      key: [op.r, op.no],
      kind: kindOf(op.t),
      record: { s: op.s, t: op.t, id: op.id },
      reason: op.reason,
      cells: cells.map(([field, value]) => [field, value] as const),
      field: op.reason.split(':')[1],
      isTouched: replaced > 0,
      isOvertaken: replaced === cells.length,
      at: op.at,
    };
  }));
  return out.sort((a, b) => b.at - a.at);
}

/**
 * The screen on which what a refused save says can be written anew, so that the new save takes its place; undefined
 * where no form has this kind of record, or the form could not be opened.
 */
export function formOf({ record, training, facts, cells }: Refused): string | undefined {
  const at = facts && training !== undefined ? `/trainings/${training}` : undefined;
  switch (record.t) {
    case 'training':
      return at && (cells.some(([field]) => field === GONE || field === 'status') ? at : `${at}/edit`);
    case 'training_trainer':
    case 'slot':
      return at && `${at}/edit`;
    case 'registration':
    case 'attendance':
      return at && `${at}/register`;
    case 'user':
    case 'device':
      return '/settings';
    default:
      return undefined;
  }
}

export interface Me {
  readonly name: string;
  readonly tablet: string;
  /** The row that holds the tablet's name; undefined until one is written. */
  readonly device: Read<'device'> | undefined;
}

/** Who works here and how this tablet is called. */
export async function readMe(store: Store): Promise<Me> {
  const [user, devices] = await Promise.all([store.find('user', store.self.user), store.list('device')]);
  const device = devices.find((d) => replicaOf(d.id) === store.self.replica);
  return { name: user?.name ?? '', tablet: device?.label ?? '', device };
}
