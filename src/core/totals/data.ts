import type { attendance, registration } from '../entities/attendance.ts';
import type { personMerge } from '../entities/person.ts';
import type { project } from '../entities/project.ts';
import type { slot, training, trainingTrainer } from '../entities/training.ts';
import type { Units } from '../reference/units.ts';
import type { Row } from '../schema/entity.ts';

export type TrainingRow = Row<typeof training>;
export type SlotRow = Row<typeof slot>;
/** `erased`: its personal cells were erased; it counts as ever. */
export type RegistrationRow = Row<typeof registration> & { readonly erased?: true };
export type AttendanceRow = Row<typeof attendance>;
export type TrainingTrainerRow = Row<typeof trainingTrainer>;
export type MergeRow = Row<typeof personMerge>;
export type ProjectRow = Row<typeof project>;

/** The rows totals are reckoned from; deleted ones are already left out. */
export interface TotalsData {
  /** For coverage: the units each project works in. */
  readonly projects: readonly ProjectRow[];
  readonly trainings: readonly TrainingRow[];
  readonly slots: readonly SlotRow[];
  readonly registrations: readonly RegistrationRow[];
  readonly attendance: readonly AttendanceRow[];
  readonly trainingTrainers: readonly TrainingTrainerRow[];
  readonly merges: readonly MergeRow[];
}

/** Which trainings are counted; what is left out does not narrow. */
export interface TotalsFilter {
  /** Id of a project. */
  readonly project?: string;
  /** First and last day on which a training may start, `YYYY-MM-DD`, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Code of an oblast, a rayon or a municipality: trainings held there. */
  readonly unit?: string;
  /** Code of `event_kind`. */
  readonly kind?: string;
  /** Id of a course. */
  readonly course?: string;
}

/** What totals need to know of units. */
export type UnitTree = Pick<Units, 'municipalityOf' | 'rayonOf' | 'oblastOf'>;

/** The code of every table's row for "not stated", and of a status of the vocabularies. */
export const NOT_STATED = 'x';
const FINISHED = 'completed';
const CANCELLED = 'cancelled';

export interface Selection {
  /** T of DOMAIN 5.1: finished trainings, by first day, then id. */
  readonly finished: readonly TrainingRow[];
  /** Planned or running: shown beside the totals, never inside (DECISIONS 28). */
  readonly open: readonly TrainingRow[];
}

/** The trainings a filter chooses. Cancelled ones are nowhere. */
export function selectTrainings(data: TotalsData, filter: TotalsFilter, units: UnitTree): Selection {
  const chosen = data.trainings
    .filter((t) => t.status !== CANCELLED && matches(t, filter, units))
    .sort((a, b) => order(a.start ?? '', b.start ?? '') || order(a.id, b.id));
  return {
    finished: chosen.filter((t) => t.status === FINISHED),
    open: chosen.filter((t) => t.status !== FINISHED),
  };
}

function matches(t: TrainingRow, f: TotalsFilter, units: UnitTree): boolean {
  const start = t.start ?? '';
  if (!agrees(f.project, t.project) || !agrees(f.course, t.course) || !agrees(f.kind, t.kind)) return false;
  if (f.from !== undefined && start < f.from) return false;
  if (f.to !== undefined && (start === '' || start > f.to)) return false;
  return f.unit === undefined || isWithin(t.unit ?? '', f.unit, units);
}

const agrees = (wanted: string | undefined, is: string | null | undefined): boolean => wanted === undefined || wanted === is;

/** Whether a unit is the wanted one or lies in it. */
export const isWithin = (code: string, wanted: string, units: UnitTree): boolean =>
  code === wanted || units.municipalityOf(code) === wanted || units.rayonOf(code) === wanted || units.oblastOf(code) === wanted;

/** Code-point order: the same on every device, whatever its language. */
export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
