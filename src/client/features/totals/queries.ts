import type { WorkbookData } from '../../../core/export/list-sheets.ts';
import type { DeviceReport } from '../../../core/sync/protocol.ts';
import type { Store } from '../../store/store.ts';

/** All rows the totals and their export are reckoned from, deleted ones left out. To be used as a live query. */
export async function readTotalsData(store: Store): Promise<WorkbookData> {
  const [projects, trainings, slots, registrations, attendance, trainingTrainers, merges, courses, trainers] = await Promise.all([
    store.list('project'), store.list('training'), store.list('slot'), store.list('registration'), store.list('attendance'),
    store.list('training_trainer'), store.list('person_merge'), store.list('course'), store.list('trainer'),
  ]);
  return { projects, trainings, slots, registrations, attendance, trainingTrainers, merges, courses, trainers };
}

/** What this tablet knows of its own place among the others. */
export interface Standing {
  /** Totals are the project's only on a coordinator's tablet that has joined: others hold a part. */
  readonly isWhole: boolean;
  /** Saves of this tablet that the endpoint has not acknowledged. */
  readonly unsent: number;
  /** Other devices of the project; undefined while their list has not come, or may not be read. */
  readonly others: readonly DeviceReport[] | undefined;
  /** This tablet's clock minus the endpoint's, ms. */
  readonly skew: number;
}

export async function readStanding(store: Store): Promise<Standing> {
  const [link, out, devices, note] = await Promise.all([store.link(), store.unsent(), store.devices(), store.sync()]);
  const isWhole = link?.role === 'coordinator';
  return { isWhole, unsent: out.count, skew: note.skew, others: isWhole ? devices?.list.filter((d) => d.device !== link.device) : undefined };
}
