import { randomBytes } from 'node:crypto';
import { openSqlite } from '../../../src/server/store/sqlite.ts';
import { createApp } from '../../../src/server/app.ts';
import { enrol, invite, inviteFirst } from '../../../src/server/access/invitations.ts';
import { ensureProject } from '../../../src/server/access/project.ts';
import type { Store } from '../../../src/server/store/store.ts';
import { CLOCK_ZERO, stampOf, tick, type Clock } from '../../../src/core/clock.ts';
import { registry } from '../../../src/core/entities/registry.ts';
import { recordId, type RecordId, type ReplicaId, type Scope } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { deriveId, splitPersonal } from '../../../src/core/schema/entity.ts';
import type { Value } from '../../../src/core/schema/field.ts';
import type { Op } from '../../../src/core/sync/change.ts';
import { Tablet } from '../../support/tablet.ts';
import { inventPeople } from '../invented-people.ts';
import { LightTablet, type Before } from './light-tablet.ts';

/** How much comes together. */
export interface Size {
  readonly devices: number;
  /** Tablets that share one training and its list. */
  readonly perTraining: number;
  /** Records each device brings. */
  readonly push: number;
  /** Records that wait for each device: what became of every training, and the list of its own one. */
  readonly pull: number;
}

/** `apart`: every tablet saves into its own training's list. `shared`: one save of each is of the project, which all read. */
export type Shape = 'apart' | 'shared';

/** A database in which everything waits, and the tablets as they were before they came. */
export interface Prepared {
  readonly size: Size;
  readonly tablets: readonly Before[];
}

const now = (): number => Date.now();
const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
const ports = { now, random };
const UNIT = '41703225853000';

/**
 * Fills a database file: a coordinator makes the trainings, the tablets join and sync, the coordinator changes every
 * training and writes every list; then the tablets save, far from any line. Joining goes past the door, syncs do not.
 */
export async function prepare(file: string, size: Size, shape: Shape): Promise<Prepared> {
  const store = openSqlite(file, now());
  const app = createApp({ store, now, random, log: () => undefined });
  const ask = async (path: string, init?: RequestInit): Promise<Response> => app.request(path, init);
  const trainings = Math.ceil(size.devices / size.perTraining);
  const office = new Tablet({ ask, now, replica: 'coordinat0' });
  await store.write((tx) => ensureProject(tx, random));
  await office.enrol(must(await store.write((tx) => inviteFirst(tx, ports)), 'invitation'));
  const made = Array.from({ length: trainings }, (_, i) => newTraining(office, i));
  await office.settle();

  const joined = await joinAll(store, made, size);
  for (const t of joined) await t.sync(async (body, token) => ask('/v1/sync', { method: 'POST', headers: LightTablet.headers(token), body: new Uint8Array(body) }));
  for (const [i, id] of made.entries()) {
    writeList(office, id, i, size.pull - trainings);
    await office.settle();
  }
  for (const id of made) office.save('p', 'training', id, { status: 'running', planned: 21 });
  await office.settle();
  await store.close();
  return { size, tablets: joined.map((t, i) => t.leave(savesOf(t.before.replica, must(made[Math.floor(i / size.perTraining)], 'training'), size.push, shape))) };
}

const newTraining = (office: Tablet, i: number): RecordId => {
  const id = office.nextId();
  const day = `2019-11-${String(1 + (i % 28)).padStart(2, '0')}`;
  office.save('p', 'training', id, { kind: 'training', unit: UNIT, venue: `Маданият үйү ${i}`, start: day, end: day, status: 'planned', per: 'day', topics: ['grb'], planned: 20 });
  return id;
};

async function joinAll(store: Store, trainings: readonly RecordId[], size: Size): Promise<LightTablet[]> {
  return store.write(async (tx) => {
    const tablets: LightTablet[] = [];
    for (let i = 0; i < size.devices; i++) {
      const training = must(trainings[Math.floor(i / size.perTraining)], 'training');
      const replica = `d${i.toString(36).padStart(9, '0')}` as ReplicaId;
      const { invite: link } = await invite(tx, { role: 'trainer', areas: [], name: '' }, 'invited', ports);
      const answer = await enrol(tx, { v: 1, invite: link, replica, label: `планшет ${i}` }, undefined, ports);
      if (!answer.ok) throw new Error(answer.error);
      await tx.putGrant({ s: `t:${training}`, device: answer.value.device, on: true });
      tablets.push(new LightTablet({ replica, token: answer.value.token, reads: ['p', `t:${training}`], epoch: answer.value.epoch, cursors: [], heard: [], ops: [] }));
    }
    return tablets;
  });
}

const people = inventPeople(2_000, 11);
const cells = (i: number): Record<string, Value> => {
  const { name, sex, phone } = must(people[i % people.length], 'person');
  return { name, sex: sex ?? 'f', age_band: '29-44', role: 'resident', unit: UNIT, source: 'list', ...(phone ? { phone } : {}) };
};

/** A list of people and their marks, half and half. */
function* listOf(training: RecordId, first: number, many: number, mint: () => RecordId): Generator<[t: string, values: Record<string, Value>]> {
  const slot = must(deriveId(must(registry.get('slot'), 'slot'), { training, n: 1 }), 'slot id');
  for (let i = 0; i < many; i += 2) {
    const person = mint();
    yield ['registration', { training, person, no: first + i, ...cells(first + i) }];
    if (i + 1 === many) return;
    const registration = must(deriveId(must(registry.get('registration'), 'registration'), { training, person }), 'registration id');
    yield ['attendance', { registration, slot, mark: i % 5 === 4 ? 'late' : 'present', at: `2019-11-18T09:${String(10 + (i % 50))}` }];
  }
}

const idOf = (t: string, values: Record<string, Value>): RecordId => must(deriveId(must(registry.get(t), t), values), 'id');

function writeList(office: Tablet, training: RecordId, i: number, many: number): void {
  for (const [t, values] of listOf(training, i * many, many, () => office.nextId())) office.save(`t:${training}`, t, idOf(t, values), values);
}

/** What one tablet saved, as its ops. */
function savesOf(replica: ReplicaId, training: RecordId, many: number, shape: Shape): Op[] {
  let clock: Clock = CLOCK_ZERO;
  let wall = Date.now() - many * 2_000;
  let counter = 1;
  const ops: Op[] = [];
  const save = (s: Scope, t: string, id: RecordId, values: Record<string, Value>): void => {
    wall += 1_000 + ((ops.length * 7919) % 997);
    clock = tick(clock, wall);
    ops.push({ no: ops.length + 1, s, t, id, ...splitPersonal(must(registry.get(t), t), values), h: stampOf(clock, replica), by: recordId(replica, 0), at: wall });
  };
  const first = parseInt(replica.slice(1), 36) * many;
  const list = listOf(training, first, shape === 'shared' ? many - 1 : many, () => recordId(replica, counter++));
  for (const [t, values] of list) save(`t:${training}`, t, idOf(t, values), values);
  if (shape === 'shared') save('p', 'training', training, { status: 'completed' });
  return ops;
}
