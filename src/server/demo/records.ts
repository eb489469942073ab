import { registration, attendance } from '../../core/entities/attendance.ts';
import { user } from '../../core/entities/people-of-project.ts';
import { person } from '../../core/entities/person.ts';
import { course, project } from '../../core/entities/project.ts';
import { slot, trainer, training, trainingTrainer } from '../../core/entities/training.ts';
import { ageAt, ageBand } from '../../core/format/dates.ts';
import { recordId, type RecordId, type ReplicaId, type Scope } from '../../core/ids.ts';
import { label } from '../../core/reference/vocabulary.ts';
import type { Units } from '../../core/reference/units.ts';
import { must } from '../../core/result.ts';
import { deriveId, type Entity } from '../../core/schema/entity.ts';
import type { Value } from '../../core/schema/field.ts';
import { demoPeople, type DemoPerson } from './people.ts';
import { COURSE, PROJECT, readPlan, TRAINERS, type PlannedTraining } from './plan.ts';

/** A row to be saved: what a screen would hand to the store. */
export interface DemoRecord {
  readonly entity: Entity;
  readonly scope: Scope;
  readonly id: RecordId;
  readonly values: Readonly<Record<string, Value>>;
}

/** Every record of the demo, in an order in which each refers only to earlier ones. */
export function demoRecords(replica: ReplicaId, units: Units): { readonly user: RecordId; readonly records: readonly DemoRecord[] } {
  const sheet = new Sheet(replica);
  const plan = readPlan();
  const people = demoPeople(plan);
  const userId = sheet.add(user, 'p', { name: 'Үлгү', role: 'coordinator', lang: 'ky' });
  const projectId = sheet.add(project, 'p', { ...PROJECT, start: '2019-11-18', end: '2019-12-04', units: plan.map((t) => t.unit) });
  const courseId = sheet.add(course, 'p', { project: projectId, ...COURSE, kind: 'training' });
  const trainers = TRAINERS.map(([kind, name]) => ({ kind, id: sheet.add(trainer, 'p', { name, kinds: [kind] }) }));
  let consultants = 0;
  plan.forEach((t, index) => {
    const id = sheet.add(training, 'p', {
      project: projectId, course: courseId, kind: 'training', unit: t.unit, venue: 'Айыл өкмөтүнүн жыйындар залы', start: t.day, end: t.day,
      status: 'completed', langs: ['ky'], topics: COURSE.topics, planned: 20, per: 'day',
    });
    t.kinds.forEach((kind, k) => {
      const able = trainers.filter((x) => x.kind === kind);
      const chosen = must(able[kind === 'L' ? consultants++ % able.length : 0], 'trainer');
      sheet.add(trainingTrainer, 'p', { training: id, trainer: chosen.id, kind, part: k === 0 ? 'lead' : 'co' });
    });
    addPeople(sheet, id, t, must(people[index], 'people'), units);
  });
  return { user: userId, records: sheet.records };
}

function addPeople(sheet: Sheet, trainingId: RecordId, t: PlannedTraining, people: readonly DemoPerson[], units: Units): void {
  const scope: Scope = `t:${trainingId}`;
  const day = sheet.add(slot, scope, { training: trainingId, n: 1, day: t.day });
  people.forEach((p, i) => {
    const known = {
      name: p.name, sex: p.sex, role: p.role, position: label('participant_role', p.role, 'ky'), unit: t.unit,
      ...(p.birthYear === null ? {} : { birth_year: p.birthYear, age_band: ageBand(ageAt(p.birthYear, t.day)) }),
    };
    const personId = sheet.add(person, `r:${units.areaOf(t.unit)}`, known);
    const source = i % 9 === 8 ? 'walk_in' : 'list';
    const registered = sheet.add(registration, scope, { training: trainingId, person: personId, ...known, source, no: i + 1 });
    // People come over half an hour.
    sheet.add(attendance, scope, { registration: registered, slot: day, mark: 'present', at: `${t.day}T09:${String(10 + i).padStart(2, '0')}` });
  });
}

/** Gives ids as a store does: derived where two devices may state one fact, else the next of the replica. */
class Sheet {
  readonly records: DemoRecord[] = [];
  readonly #replica: ReplicaId;
  #counter = 0;

  constructor(replica: ReplicaId) {
    this.#replica = replica;
  }

  add(entity: Entity, scope: Scope, values: Readonly<Record<string, Value>>): RecordId {
    const id = deriveId(entity, values) ?? recordId(this.#replica, this.#counter++);
    this.records.push({ entity, scope, id, values });
    return id;
  }
}
