import type { Scope } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { slotId, trainingScope } from '../../../src/client/features/attendance/actions.ts';
import type { Draft } from '../../../src/client/store/store.ts';
import type { Rng } from '../rng.ts';
import { PEOPLE_SCOPE, type Listed, type World } from '../world.ts';

type What = 'mark' | 'registration' | 'training' | 'person' | 'gone' | 'back';

/** One change of something that the run has. */
function draftOf(w: World, rng: Rng): Draft {
  // One place that everybody works on, so that edits meet.
  if (rng.chance(0.25)) return hotDraft(w, 'org');
  const { training, person, registration } = rng.pick(w.listed);
  const v = w.ledger.fresh();
  const s = trainingScope(training);
  switch (rng.weighed<What>({ mark: 30, registration: 25, training: 15, person: 15, gone: 6, back: 6 })) {
    case 'mark':
      return markDraft({ training, registration }, 1, v);
    case 'registration':
      return { t: 'registration', s, id: registration, values: { [rng.pick(['org', 'position', 'phone'])]: v } };
    case 'training':
      return { t: 'training', s: 'p', id: training, values: { [rng.pick(['venue', 'title', 'notes'])]: v } };
    case 'person':
      return { t: 'person', s: PEOPLE_SCOPE, id: person, values: { [rng.pick(['phone', 'org'])]: v } };
    case 'gone':
      return { t: 'registration', s, id: registration, values: {}, gone: true };
    case 'back':
      return { t: 'registration', s, id: registration, values: { position: v }, gone: false };
  }
}

/** Attendance of one on a list in the n-th session. */
function markDraft({ training, registration }: Pick<Listed, 'training' | 'registration'>, n: number, mark: string): Draft {
  const slot = slotId(training, n);
  const id = `a:${registration}/${slot}` as typeof registration;
  return { t: 'attendance', s: trainingScope(training), id, values: { registration, slot, mark, at: '2019-11-18T09:12' }, gone: false };
}

/** Attendance of somebody on the list where everybody works, in any session. */
export const hotMark = (w: World, rng: Rng): Draft =>
  markDraft(rng.pick(w.listed.filter((l) => l.training === w.listed[0]?.training)), 1 + rng.below(9), w.ledger.fresh());

/** The scope of that list. */
export const hotScope = (w: World): Scope => trainingScope(must(w.listed[0], 'someone on a list').training);

/** A change of the place that everybody works on. */
export function hotDraft(w: World, field: 'org' | 'position' | 'phone'): Draft {
  const { training, registration } = must(w.listed[0], 'someone on a list');
  return { t: 'registration', s: trainingScope(training), id: registration, values: { [field]: w.ledger.fresh() } };
}

/** Drafts of one save; several of one row in one save are one draft, as forms make them. */
export function draftsOf(w: World, rng: Rng): Draft[] {
  const list = Array.from({ length: 1 + rng.below(3) }, () => draftOf(w, rng));
  return [...new Map(list.map((d) => [`${d.s} ${d.t} ${d.id ?? ''}`, d])).values()];
}
