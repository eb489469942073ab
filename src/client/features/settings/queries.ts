import { registry } from '../../../core/entities/registry.ts';
import { isScope, replicaOf } from '../../../core/ids.ts';
import type { OutOp, ParkedOp } from '../../store/database.ts';
import type { Read, Store } from '../../store/store.ts';

/** What is needed to name a training; undefined when this tablet does not hold its facts (yet). */
export type TrainingFacts = Pick<Read<'training'>, 'id' | 'title' | 'unit' | 'start'>;

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

type Of = Pick<OutOp, 's' | 't' | 'id'>;

/** The training a record belongs to. */
function trainingOf(op: Of): string | undefined {
  if (op.t === 'training') return op.id;
  if (op.t === 'training_trainer') return /^l:([^/]+)\//.exec(op.id)?.[1];
  return isScope(op.s) && op.s.startsWith('t:') ? op.s.slice(2) : undefined;
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
  const byTraining = new Map<string | undefined, OutOp[]>();
  for (const op of ops) {
    const key = trainingOf(op);
    byTraining.set(key, [...(byTraining.get(key) ?? []), op]);
  }
  const groups = await Promise.all([...byTraining].map(async ([training, list]): Promise<WaitingGroup & { last: number }> => ({
    training,
    facts: training === undefined ? undefined : await store.find('training', training),
    kinds: countKinds(list),
    count: list.length,
    last: Math.max(...list.map((o) => o.at)),
  })));
  groups.sort((a, b) => Number(a.training === undefined) - Number(b.training === undefined) || b.last - a.last);
  const oldest = ops.reduce<number | undefined>((least, o) => (least === undefined || o.at < least ? o.at : least), undefined);
  return { groups, count: ops.length, oldest };
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
export interface Refused {
  readonly key: string;
  readonly kind: string;
  readonly reason: string;
  /** Name of the person, trainer or tablet concerned, where the record has one. */
  readonly name: string | undefined;
  readonly training: string | undefined;
  readonly facts: TrainingFacts | undefined;
  /** When it was saved, ms by this tablet's clock. */
  readonly at: number;
}

/** Parked saves, the newest first. */
export async function readRefused(store: Store): Promise<Refused[]> {
  const ops = await store.parked();
  const out = await Promise.all(ops.map(async (op): Promise<Refused> => {
    const training = trainingOf(op);
    return {
      key: `${op.r} ${String(op.no)}`,
      kind: kindOf(op.t),
      reason: op.reason,
      name: await nameOf(store, op),
      training,
      facts: training === undefined ? undefined : await store.find('training', training),
      at: op.at,
    };
  }));
  return out.sort((a, b) => b.at - a.at);
}

async function nameOf(store: Store, op: ParkedOp): Promise<string | undefined> {
  const written = op.p['name'];
  if (typeof written === 'string') return written;
  switch (op.t) {
    case 'registration':
    case 'person':
    case 'trainer':
    case 'user':
      return (await store.find(op.t, op.id))?.name ?? undefined;
    case 'attendance': {
      const id = /^a:(.+)\/d:/.exec(op.id)?.[1] ?? op.f['registration'];
      return typeof id === 'string' ? ((await store.find('registration', id))?.name ?? undefined) : undefined;
    }
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
