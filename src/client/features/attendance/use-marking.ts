import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { localNow } from '../../deps/local-time.ts';
import { useT } from '../../i18n/i18n.ts';
import type { KnownPerson } from '../../store/people.ts';
import type { Read } from '../../store/store.ts';
import type { Mark, PersonFacts } from './actions.ts';
import { nameWord } from './person-words.ts';
import { nextNo, type MarkView } from './queries.ts';
import { knownCameDrafts, markDrafts, takeOffDrafts, type MarkContext } from './roll-call-drafts.ts';
import { makeTapGuard } from './tap-guard.ts';
import type { RollCall } from './use-roll-call.ts';
import type { Saves } from './use-saves.ts';

export interface Marking {
  /** Marks as stored, and above them those saved a moment ago that the live query has not brought yet. */
  readonly marks: ReadonlyMap<string, MarkView>;
  /** Whose save is under way: registrations, and known persons being added. */
  readonly saving: ReadonlySet<string>;
  /** False for the second half of a double tap: nothing may happen then. */
  takes(what: string, event: MouseEvent): boolean;
  mark(registration: Read<'registration'>, mark: Mark | null): Promise<boolean>;
  addKnown(known: KnownPerson, anew?: Partial<PersonFacts>): Promise<boolean>;
  takeOff(registration: Read<'registration'>): Promise<boolean>;
}

const NOBODY: ReadonlySet<string> = new Set();
const NOTHING: ReadonlyMap<string, MarkView> = new Map();

/** What taps on the roll call do. Each is one durable save; the tick comes after it. */
export function useMarking(roll: RollCall, saves: Saves): Marking {
  const deps = useDeps();
  const t = useT();
  const guard = useMemo(makeTapGuard, []);
  const [saving, setSaving] = useState(NOBODY);
  const [fresh, setFresh] = useState(NOTHING);
  const atWork = useRef(new Set<string>());
  const { attendance, slot } = roll;
  // Whatever the live query brings is newer than what was remembered of our own saves.
  useEffect(() => setFresh(NOTHING), [attendance, slot?.id]);
  const marks = useMemo(() => (fresh.size === 0 ? roll.marks : new Map([...roll.marks, ...fresh])), [roll.marks, fresh]);

  /** One save at a time for one person: a tap on a slow tablet is not a second tap. */
  const once = async (who: string, act: (c: MarkContext) => Promise<boolean>): Promise<boolean> => {
    if (!slot || atWork.current.has(who)) return false;
    atWork.current.add(who);
    setSaving(new Set(atWork.current));
    try {
      return await act({ training: roll.training, slot, moment: localNow(deps).moment });
    } finally {
      atWork.current.delete(who);
      setSaving(new Set(atWork.current));
    }
  };
  const save = async (text: string, drafts: Parameters<Saves['save']>[1]): Promise<boolean> => (await saves.save(text, drafts)).ok;

  return {
    marks,
    saving,
    takes: (what, event) => guard.takes({ what, x: event.clientX, y: event.clientY }, deps.now()),
    mark: (registration, mark) =>
      once(registration.id, async (c) => {
        const word = mark === null ? t('mark.taken_away') : t(`mark.${mark}`);
        const ok = await save(`${nameWord(registration, t)} — ${word}`, markDrafts(c, registration.id, mark));
        if (ok && mark !== null) setFresh((before) => new Map([...before, [registration.id, { mark, at: c.moment }]]));
        return ok;
      }),
    addKnown: (known, anew = {}) =>
      once(known.id, (c) => save(`${known.name} — ${t('attendance.added_came')}`, knownCameDrafts(c, nextNo(roll.registrations), known, anew))),
    takeOff: (registration) =>
      once(registration.id, () => save(`${nameWord(registration, t)} — ${t('attendance.taken_off')}`, takeOffDrafts(roll.training.id, registration.id, roll.attendance))),
  };
}
