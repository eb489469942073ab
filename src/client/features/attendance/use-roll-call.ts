import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Rights } from '../../../core/access/rights.ts';
import { mayRead, mayWrite } from '../../../core/access/rights.ts';
import type { Units } from '../../../core/reference/units.ts';
import { useDeps } from '../../deps/deps.ts';
import { localNow } from '../../deps/local-time.ts';
import { slotNow } from '../../deps/slot-now.ts';
import { useLive } from '../../deps/use-live.ts';
import { useRights } from '../../deps/use-rights.ts';
import { useUnits } from '../../deps/use-units.ts';
import type { Read } from '../../store/store.ts';
import { trainingScope } from './actions.ts';
import { marksOf, slotsOf, sortByName, type MarkView, type SlotView } from './queries.ts';

/** Why nothing can be marked here; undefined when it can. */
export type Closed = 'finished' | 'cancelled' | 'not_yours' | 'no_days';

/** What the roll call of one training shows, live: another tablet's marks appear by themselves. */
export interface RollCall {
  readonly training: Read<'training'>;
  readonly slots: readonly SlotView[];
  /** The slot being marked; undefined only when the training has no day at all. */
  readonly slot: SlotView | undefined;
  readonly today: string;
  chooseSlot(id: string): void;
  /** By name. */
  readonly registrations: readonly Read<'registration'>[];
  readonly attendance: readonly Read<'attendance'>[];
  /** Of the chosen slot, by registration. */
  readonly marks: ReadonlyMap<string, MarkView>;
  readonly closed: Closed | undefined;
  readonly rights: Rights;
  readonly units: Units | undefined;
}

/**
 * undefined while it loads, null when there is no such training.
 * For one training through the life of a component: give it `key={id}`.
 */
export function useRollCall(id: string): RollCall | null | undefined {
  const deps = useDeps();
  const { store } = deps;
  const scope = trainingScope(id);
  const found = useLive(async () => ({ training: (await store.find('training', id)) ?? null }), [store, id]);
  const slotRows = useLive(() => store.list('slot', scope), [store, scope]);
  const unsorted = useLive(() => store.list('registration', scope), [store, scope]);
  const attendance = useLive(() => store.list('attendance', scope), [store, scope]);
  const rights = useRights();
  const units = useUnits();
  const [chosen, chooseSlot] = useState<string>();
  const { day: today } = localNow(deps);
  const registrations = useMemo(() => sortByName(unsorted ?? []), [unsorted]);
  const training = found?.training;
  const slots = useMemo(() => (training && slotRows ? slotsOf(training, slotRows) : []), [training, slotRows]);
  const slot = slots.find((s) => s.id === chosen) ?? slotNow(slots, today);
  const marks = useMemo(() => marksOf(attendance ?? [], slot?.id), [attendance, slot?.id]);
  // Chosen once: a screen left open over midnight must not begin to mark another day by itself.
  useEffect(() => {
    if (slot && chosen === undefined) chooseSlot(slot.id);
  }, [slot, chosen]);

  if (training === null) return null;
  if (!training || !slotRows || !unsorted || !attendance || !rights) return undefined;
  return { training, slots, slot, today, chooseSlot, registrations, attendance, marks, closed: closedWhy(training, slot, rights), rights, units };
}

function closedWhy(training: Read<'training'>, slot: SlotView | undefined, rights: Rights): Closed | undefined {
  if (training.status === 'completed') return 'finished';
  if (training.status === 'cancelled') return 'cancelled';
  const scope = trainingScope(training.id);
  const op = { s: scope, t: 'attendance', id: training.id, f: {} };
  if (!mayRead(rights, scope) || !mayWrite(rights, op)) return 'not_yours';
  return slot ? undefined : 'no_days';
}
