import type { RecordId } from '../../../src/core/ids.ts';
import type { TotalsData, UnitTree } from '../../../src/core/totals/data.ts';

/** Ids as fixtures write them: readable, and as distinct as real ones. */
export const rid = (text: string): RecordId => text as RecordId;

/** A made-up country: `o1r1m1` is a municipality in rayon `o1r1` of oblast `o1`; a fourth part is a village. */
export const madeUpUnits: UnitTree = {
  municipalityOf: (code) => /^o\d+r\d+m\d+/.exec(code)?.[0] ?? null,
  rayonOf: (code) => /^o\d+r\d+/.exec(code)?.[0] ?? null,
  oblastOf: (code) => /^o\d+/.exec(code)?.[0] ?? null,
};

type Training = TotalsData['trainings'][number];
type Registration = TotalsData['registrations'][number];

/** Builds rows the way the store hands them out. */
export class Book {
  readonly data: { [K in keyof TotalsData]: TotalsData[K][number][] } = {
    projects: [], trainings: [], slots: [], registrations: [], attendance: [], trainingTrainers: [], merges: [],
  };

  project(id: string, units: readonly string[]): void {
    this.data.projects.push({ id: rid(id), scope: 'p', units });
  }

  training(id: string, facts: Partial<Training> & { readonly days: readonly string[] }): void {
    const { days, ...rest } = facts;
    this.data.trainings.push({
      id: rid(id), scope: 'p', project: 'prj', unit: 'o1r1m1', status: 'completed', kind: 'training',
      start: days[0] ?? '2019-11-18', end: days.at(-1) ?? '2019-11-18', ...rest,
    });
    days.forEach((day, i) => this.slot(id, i + 1, day));
  }

  slot(training: string, n: number, day: string): void {
    this.data.slots.push({ id: rid(`d:${training}/${n}`), scope: `t:${training}`, training, n, day });
  }

  register(training: string, person: string | null, facts: Partial<Registration> = {}, marks: readonly (string | null)[] = []): string {
    const id = person === null ? `loose.${this.data.registrations.length}` : `g:${training}/${person}`;
    this.data.registrations.push({ id: rid(id), scope: `t:${training}`, training, person, ...facts });
    marks.forEach((mark, i) => {
      if (mark !== null) this.mark(id, `d:${training}/${i + 1}`, mark);
    });
    return id;
  }

  mark(registration: string, slot: string, mark: string): void {
    this.data.attendance.push({ id: rid(`a:${registration}/${slot}`), scope: 'p', registration, slot, mark });
  }

  leads(training: string, trainer: string, kind: string | null): void {
    this.data.trainingTrainers.push({ id: rid(`l:${training}/${trainer}`), scope: 'p', training, trainer, kind });
  }

  merge(a: string, b: string): void {
    this.data.merges.push({ id: rid(`m:${a}/${b}`), scope: 'r:o1r1', a, b });
  }
}
