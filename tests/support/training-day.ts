import { CLOCK_ZERO, stampOf, tick, type Clock } from '../../src/core/clock.ts';
import { registry } from '../../src/core/entities/registry.ts';
import { recordId, type RecordId, type ReplicaId, type Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { deriveId, splitPersonal } from '../../src/core/schema/entity.ts';
import type { Value } from '../../src/core/schema/field.ts';
import type { Op } from '../../src/core/sync/change.ts';

/** Invented people; any likeness is chance. */
export const PEOPLE: readonly (readonly [name: string, sex: string, band: string, role: string, phone: string | null])[] = [
  ['Асанова Жаңыл', 'f', '29-44', 'social_worker', '+996 700 112 301'],
  ['Токтогулов Төлөгөн', 'm', '45-59', 'kenesh_deputy', '+996 555 204 417'],
  ['Мамбеткулова Гүлзат Асановна', 'f', '45-59', 'ao_specialist', null],
  ['Бакиров Нурлан', 'm', '29-44', 'finance', '+996 772 310 058'],
  ['Исакова Бүбүсара', 'f', '60+', 'activist', null],
  ['Сыдыков Эрмек', 'm', '18-28', 'resident', '+996 500 441 960'],
  ['Осмонова Айнура', 'f', '29-44', 'ao_secretary', '+996 709 518 222'],
  ['Жумабекова Нуржан', 'f', '45-59', 'kenesh_deputy', null],
  ['Абдраимов Жыргалбек', 'm', '60+', 'aiyl_head', '+996 777 626 143'],
  ['Турдубаева Миңбүбү', 'f', '29-44', 'resident', null],
  ['Кыдыралиев Жоомарт', 'm', '29-44', 'procurement', '+996 553 730 894'],
  ['Эсенгулова Мээрим', 'f', '18-28', 'ngo', '+996 708 815 376'],
  ['Садыралиев Канат', 'm', '45-59', 'ao_deputy', null],
  ['Чолпонбаева Сайкал', 'f', '45-59', 'social_worker', '+996 556 902 641'],
  ['Орозов Таалай', 'm', '29-44', 'resident', null],
  ['Маматова Ырыскан', 'f', '60+', 'activist', '+996 779 047 585'],
];

/** One training of one day with 16 people and their marks, as the ops a tablet makes of it. Deterministic. */
export function trainingDay(replica = 'k3m9x2q7w1' as ReplicaId, start = 1_574_049_600_000): { ops: Op[]; training: RecordId; replica: ReplicaId } {
  let counter = 1;
  let no = 0;
  let clock: Clock = CLOCK_ZERO;
  let wall = start;
  const ops: Op[] = [];
  const save = (s: Scope, t: string, values: Record<string, Value>, seconds: number): RecordId => {
    const e = must(registry.get(t), t);
    const id = deriveId(e, values) ?? recordId(replica, counter++);
    wall += seconds * 1000 + ((no * 7919) % 997);
    clock = tick(clock, wall);
    no += 1;
    ops.push({ no, s, t, id, ...splitPersonal(e, values), h: stampOf(clock, replica), by: recordId(replica, 0), at: wall });
    return id;
  };
  const training = save('p', 'training', { kind: 'training', unit: '41703225853000', venue: 'Маданият үйү', start: '2019-11-18', end: '2019-11-18', status: 'completed', per: 'day', topics: ['gender_analysis', 'grb'], planned: 20 }, 0);
  const scope: Scope = `t:${training}`;
  const slot = save(scope, 'slot', { training, n: 1, day: '2019-11-18' }, 1);
  const people = PEOPLE.map(([name, sex, age_band, role, phone]) =>
    save('r:41703225000000', 'person', { name, sex, age_band, role, unit: '41703225853000', ...(phone ? { phone } : {}) }, 21));
  const regs = PEOPLE.map(([name, sex, age_band, role, phone], i) =>
    save(scope, 'registration', { training, person: must(people[i], 'person'), name, sex, age_band, role, unit: '41703225853000', source: 'walk_in', no: i + 1, ...(phone ? { phone } : {}) }, 1));
  regs.forEach((registration, i) => save(scope, 'attendance', { registration, slot, mark: i % 5 === 4 ? 'late' : 'present', at: `2019-11-18T09:${String(10 + i).padStart(2, '0')}` }, 9));
  return { ops, training, replica };
}
