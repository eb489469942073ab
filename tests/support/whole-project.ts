import { CLOCK_ZERO, stampOf, tick, type Clock } from '../../src/core/clock.ts';
import { registry } from '../../src/core/entities/registry.ts';
import { recordId, type RecordId, type ReplicaId, type Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { deriveId, splitPersonal } from '../../src/core/schema/entity.ts';
import type { Value } from '../../src/core/schema/field.ts';
import type { Op, StoredRow } from '../../src/core/sync/change.ts';
import { mergeOp } from '../../src/core/sync/merge.ts';
import { inventPeople } from '../bench/invented-people.ts';

/** Tablets of five trainers, as their ids are: random, none like another. */
const REPLICAS = ['k3m9x2q7w1', 'b7t0zv5rhe', '9qd4ncy81u', 'x5gj2plm6s', 'o8f1wkia3d'] as ReplicaId[];
const AREAS = [['41703225000000', '41703225853000'], ['41703230000000', '41703230805000'], ['41704210000000', '41704210862000']] as const;
const VENUES = ['Маданият үйү', 'Айыл өкмөтү', 'Мектеп', 'Китепкана', 'ФАП'];
const BANDS = ['18-28', '29-44', '45-59', '60+'];
const ROLES = ['resident', 'activist', 'kenesh_deputy', 'social_worker', 'ao_specialist', 'finance', 'ngo', 'aiyl_head'];
const TOPICS = [['gender_analysis', 'grb'], ['grb'], ['gender_analysis'], ['planning', 'grb']];
const TRAININGS = 25;
const HALL = 16;
const DAY = 86_400_000;

/** One tablet on which saves are made one after another. */
class Maker {
  readonly ops: Op[] = [];
  readonly replica: ReplicaId;
  #clock: Clock = CLOCK_ZERO;
  #counter = 1;
  wall = 0;

  constructor(replica: ReplicaId) {
    this.replica = replica;
  }

  save(s: Scope, t: string, values: Record<string, Value>, seconds: number, known?: RecordId): RecordId {
    const e = must(registry.get(t), t);
    const id = known ?? deriveId(e, values) ?? recordId(this.replica, this.#counter++);
    const no = this.ops.length + 1;
    // Nobody saves on the second: the odd milliseconds are what stamps cost.
    this.wall += seconds * 1000 + ((no * 7919) % 997);
    this.#clock = tick(this.#clock, this.wall);
    this.ops.push({ no, s, t, id, ...splitPersonal(e, values), h: stampOf(this.#clock, this.replica), by: recordId(this.replica, 0), at: this.wall });
    return id;
  }
}

export interface Made {
  readonly replica: ReplicaId;
  readonly ops: readonly Op[];
}

/**
 * A season of one project: 25 trainings of 16 people by five trainers' tablets, about 1,900 rows; some marks and
 * phones are mended afterwards. Invented people; the same in every run.
 * @param start ms since 1970 of the first training
 */
export function wholeProject(start = 1_574_049_600_000): readonly Made[] {
  const makers = REPLICAS.map((r) => new Maker(r));
  const people = inventPeople(TRAININGS * HALL, 7);
  const trainers = makers.map((m, i) => {
    m.wall = start;
    return m.save('p', 'trainer', { name: must(people[i * 31], 'name').name, kinds: ['project'] }, 5);
  });
  for (let k = 0; k < TRAININGS; k++) {
    const m = must(makers[k % makers.length], 'tablet');
    m.wall = start + Math.floor(k / makers.length) * 7 * DAY + (k % makers.length) * DAY;
    hold(m, k, [must(trainers[k % makers.length], 'lead'), must(trainers[(k + 2) % makers.length], 'second')], people.slice(k * HALL, (k + 1) * HALL));
  }
  return makers;
}

type Card = ReturnType<typeof inventPeople>[number];

function hold(m: Maker, k: number, trainers: readonly RecordId[], hall: readonly Card[]): void {
  const [area, unit] = must(AREAS[k % AREAS.length], 'area');
  const day = (n: number): string => new Date(m.wall + n * DAY).toISOString().slice(0, 10);
  const two = k % 2 === 0;
  const [first, last] = [day(0), day(two ? 1 : 0)];
  const training = m.save('p', 'training', {
    kind: 'training', unit, venue: must(VENUES[k % VENUES.length], 'venue'), start: first, end: last, status: 'completed', per: 'day',
    topics: must(TOPICS[k % TOPICS.length], 'topics'), planned: 15 + (k % 8),
  }, 60);
  const s: Scope = `t:${training}`;
  trainers.forEach((trainer, i) => m.save('p', 'training_trainer', { training, trainer, kind: 'project', part: i === 0 ? 'lead' : 'co' }, 20));
  const slots = (two ? [first, last] : [first]).map((d, i) => m.save(s, 'slot', { training, n: i + 1, day: d }, 1));
  const entries = hall.map((card, i) => {
    const facts = { sex: card.sex ?? 'f', age_band: must(BANDS[(i * 7 + k) % 4], 'band'), role: must(ROLES[(i * 5 + k * 3) % 8], 'role'), unit };
    const phone = card.phone ? { phone: card.phone } : {};
    const person = m.save(`r:${area}`, 'person', { name: card.name, ...facts, ...phone }, 21 + ((i * 13) % 17));
    m.save(`r:${area}`, 'consent', { person, kind: 'data', given: true, form: 'written', lang: i % 5 === 0 ? 'ru' : 'ky', at: `${first}T09:${String(10 + i)}` }, 1);
    return m.save(s, 'registration', { training, person, name: card.name, ...facts, source: i % 6 === 5 ? 'list' : 'walk_in', no: i + 1, ...phone }, 1);
  });
  slots.forEach((slot, n) => {
    const marks = entries.flatMap((registration, i) => ((i + n * 5 + k) % 9 === 8 ? [] : [{ registration, i }]));
    for (const { registration, i } of marks) {
      m.save(s, 'attendance', { registration, slot, mark: (i + k) % 5 === 4 ? 'late' : 'present', at: `${day(n)}T09:${String(10 + i)}` }, 4 + ((i * 11) % 9));
    }
  });
  mend(m, s, must(slots[0], 'slot'), entries, k);
}

/** What is corrected in the evening: one mark of each training. */
function mend(m: Maker, s: Scope, slot: RecordId, entries: readonly RecordId[], k: number): void {
  const registration = must(entries[(k * 3) % HALL], 'registration');
  const id = must(deriveId(must(registry.get('attendance'), 'attendance'), { registration, slot }), 'mark');
  m.save(s, 'attendance', { mark: 'left_early' }, 3600, id);
}

/** The rows that all these saves leave, scope by scope, as an endpoint would hand them out. */
export function stateOf(made: readonly Made[]): StoredRow[] {
  const rows = new Map<string, StoredRow>();
  for (const op of made.flatMap((m) => m.ops)) {
    const key = `${op.s} ${op.t} ${op.id}`;
    rows.set(key, mergeOp(rows.get(key), op).row);
  }
  const list = [...rows.values()];
  return [...new Set(list.map((r) => r.s))].toSorted().flatMap((s) => list.filter((r) => r.s === s));
}
