import { mayWrite, type Rights } from '../../../core/access/rights.ts';
import { replicaOf, type ReplicaId } from '../../../core/ids.ts';
import type { ListedDevice } from '../../../core/sync/history.ts';
import { recordFacts, registrationOf, type RecordFacts } from '../../deps/record-facts.ts';
import { ownHistory, type OwnHistory } from '../../store/history.ts';
import type { Read, Store } from '../../store/store.ts';
import type { RecordKey } from './ask-history.ts';

/** Another record people look for beside this one: the person behind a place on a list, the marks of a person. */
export interface Related extends RecordKey {
  readonly what: 'person' | 'registration' | 'mark';
  /** The day of a mark. */
  readonly day: string | undefined;
}

/** Everything the screen needs that lies on this tablet. */
export interface Loaded extends RecordFacts {
  readonly own: OwnHistory;
  readonly related: readonly Related[];
  /** Names of the project's people, by user id. */
  readonly users: ReadonlyMap<string, string>;
  /** How tablets are called, by replica, as far as this tablet knows. */
  readonly labels: ReadonlyMap<ReplicaId, string>;
  readonly rights: Rights;
  /** Whether a value may be put back: the row is here, this tablet may write it, and its training is not closed. */
  readonly mayRestore: boolean;
  readonly isClosed: boolean;
}

/** Reads what this tablet knows of a record. */
export async function loadHistory(store: Store, key: RecordKey): Promise<Loaded> {
  const [own, users, devices, listed, rights, facts, related] = await Promise.all([
    ownHistory(store.db, key.s, key.t, key.id),
    store.list('user'),
    store.list('device'),
    store.devices(),
    store.rights(),
    recordFacts(store, key),
    relatedTo(store, key),
  ]);
  const isClosed = key.s.startsWith('t:') && ['completed', 'cancelled'].includes(facts.facts?.status ?? '');
  return {
    ...facts, own, related, rights, isClosed,
    users: new Map(users.flatMap((u) => (u.name ? [[u.id as string, u.name]] : []))),
    labels: labelsOf(devices, listed?.list ?? []),
    mayRestore: own.row !== undefined && !isClosed && mayWrite(rights, { ...key, f: {} }),
  };
}

/** A tablet's own row names it; the coordinator's list also names those that have none. */
function labelsOf(rows: readonly Read<'device'>[], listed: readonly ListedDevice[]): Map<ReplicaId, string> {
  const own = rows.flatMap((d): [ReplicaId, string][] => {
    const replica = replicaOf(d.id);
    return replica !== undefined && d.label ? [[replica, d.label]] : [];
  });
  const others = listed.flatMap((d) => (d.replicas ?? []).map((replica): [ReplicaId, string] => [replica, d.label]));
  return new Map([...others.filter(([, label]) => label !== ''), ...own]);
}

async function relatedTo(store: Store, key: RecordKey): Promise<Related[]> {
  if (key.t === 'attendance') {
    const id = registrationOf(key);
    const list = id === undefined ? undefined : await store.find('registration', id);
    return list ? [{ what: 'registration', s: key.s, t: 'registration', id: list.id, day: undefined }] : [];
  }
  if (key.t !== 'registration') return [];
  const [registration, slots, attendance] = await Promise.all([store.find('registration', key.id), store.list('slot', key.s), store.list('attendance', key.s)]);
  const person = registration?.person ? await store.find('person', registration.person) : undefined;
  const days = new Map(slots.map((slot) => [slot.id as string, slot.day ?? undefined]));
  const marks = attendance.filter((a) => a.registration === key.id && days.has(a.slot ?? ''));
  return [
    ...marks
      .map((a): Related => ({ what: 'mark', s: key.s, t: 'attendance', id: a.id, day: days.get(a.slot ?? '') }))
      .sort((a, b) => ((a.day ?? '') < (b.day ?? '') ? -1 : 1)),
    ...(person ? [{ what: 'person', s: person.scope, t: 'person', id: person.id, day: undefined } as const] : []),
  ];
}
