import { useEffect, useRef, useState } from 'preact/hooks';
import { mayWrite } from '../../../core/access/rights.ts';
import { must } from '../../../core/result.ts';
import { useDeps } from '../../deps/deps.ts';
import { localNow } from '../../deps/local-time.ts';
import { askBeforeLeaving } from '../../deps/tab-memory.ts';
import { holdUpdates } from '../../device/updates.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Draft, Read } from '../../store/store.ts';
import { dropPerson, keepPerson, restoredForm, type KeptPerson } from './kept-person.ts';
import { nextNo } from './queries.ts';
import { changedFacts, factsOf, formFaults, formFromRegistration, formFromSearch, isDirty, type FormFaults, type FormField, type FormRules, type PersonForm } from './person-form.ts';
import { editDrafts, newPersonBuild, type MarkContext } from './roll-call-drafts.ts';
import type { RollCall } from './use-roll-call.ts';
import type { Saves, ToSave } from './use-saves.ts';

/** Someone new, under what was typed into the search; or someone of the list. */
export type PersonStart = ({ readonly typed: string } | { readonly editing: Read<'registration'> }) & {
  /** What a reload closed the sheet over. */
  readonly kept?: KeptPerson | undefined;
};

export interface PersonFormState {
  readonly form: PersonForm;
  readonly editing: Read<'registration'> | undefined;
  set(change: Partial<PersonForm>): void;
  /** Text left in the unit field without choosing from the list. */
  setLooseUnit(text: string): void;
  readonly looseUnit: string;
  /** What to show below the labels: nothing before the first try to save. */
  readonly faults: FormFaults;
  /** A value the store refused although the form let it pass. */
  readonly refused: { readonly field: FormField | undefined; readonly code: string } | undefined;
  readonly saving: boolean;
  /** The last try was not written; everything typed is still here. */
  readonly failed: boolean;
  readonly dirty: boolean;
  /** Nothing of what was typed is to come back. */
  drop(): void;
  readonly latestYear: number;
  /** @param came also marks the person for the chosen slot */
  save(came: boolean): Promise<void>;
  /** Any other save of the sheet: closes it when written, else stays and says so. */
  run(text: string, what: ToSave | Promise<ToSave>): Promise<void>;
  context(): MarkContext;
}

export interface PersonFormOptions {
  readonly roll: RollCall;
  readonly saves: Saves;
  readonly start: PersonStart;
  /** Written. */
  readonly onSaved: () => void;
}

export const fieldId = (field: FormField): string => `person-${field}`;

const FIELD_OF: Readonly<Record<string, FormField>> = {
  name: 'name', sex: 'sex', birth_year: 'year', age_band: 'band', role: 'role', unit: 'unit', phone: 'phone', org: 'org', position: 'position',
};

const NO_FAULTS: FormFaults = new Map();

const yearOf = (day: string | null | undefined): number => Number((day ?? '').slice(0, 4)) || 0;

/** The person's sheet without its looks: what is typed, whether it may be saved, and saving it. */
export function usePersonForm({ roll, saves, start, onSaved }: PersonFormOptions): PersonFormState {
  const deps = useDeps();
  const t = useT();
  const editing = 'editing' in start ? start.editing : undefined;
  const [before] = useState(() => ('editing' in start ? formFromRegistration(start.editing) : formFromSearch(start.typed, homeUnit(roll))));
  const [form, setForm] = useState(() => (start.kept ? restoredForm(start.kept, before) : before));
  const [tried, setTried] = useState(false);
  const [looseUnit, setLooseUnit] = useState(start.kept?.looseUnit ?? '');
  const dirty = isDirty(before, form) || (form.unit === '' && looseUnit.trim() !== '');
  const keeping = useKeeping(roll.training.id, dirty, { editing: editing?.id, before, form, looseUnit });
  const work = useWork(saves, () => {
    keeping.drop();
    onSaved();
  });
  // A tablet whose clock stands in the past must not refuse people born since.
  const latestYear = Math.max(yearOf(roll.today), yearOf(roll.training.end ?? roll.training.start));
  const rules = (): FormRules => ({ latestYear, sexNeeded: !editing, looseUnit });
  const faults = tried ? formFaults(form, rules()) : NO_FAULTS;
  useEffect(holdUpdates, []);

  const context = (): MarkContext => ({ training: roll.training, slot: must(roll.slot, 'slot'), moment: localNow(deps).moment });
  const save = async (came: boolean): Promise<void> => {
    setTried(true);
    const [first] = formFaults(form, rules()).keys();
    if (first !== undefined) return focusField(first);
    const facts = factsOf(form, latestYear);
    if (editing) {
      const changed = changedFacts(before, form, latestYear);
      return work.run(`${facts.name} — ${t('attendance.edited')}`, personDrafts(deps.store, roll, editing, changed));
    }
    const word = came ? t('attendance.added_came') : t('attendance.added');
    const area = deps.units().then((units) => units.areaOf(roll.training.unit), () => 'local');
    await work.run(`${facts.name} — ${word}`, area.then((a) => newPersonBuild(context(), a, nextNo(roll.registrations), facts, came)));
  };
  return {
    ...work, form, editing, faults, latestYear, save, context,
    set: (change) => setForm((now) => ({ ...now, ...change })),
    looseUnit, setLooseUnit, dirty, drop: keeping.drop,
  };
}

/** Unsaved words outlive a reload of the tab, and the browser asks before one. */
function useKeeping(training: string, dirty: boolean, what: KeptPerson): { drop(): void } {
  const words = dirty ? JSON.stringify(what) : '';
  const isOver = useRef(false);
  const had = useRef(false);
  const latest = useRef(what);
  latest.current = what;
  useEffect(() => {
    if (isOver.current) return;
    if (words !== '') keepPerson(training, latest.current);
    // Typed and taken away again.
    else if (had.current) dropPerson(training);
    had.current = words !== '';
  }, [training, words]);
  useEffect(() => (dirty ? askBeforeLeaving() : undefined), [dirty]);
  return {
    drop(): void {
      isOver.current = true;
      dropPerson(training);
    },
  };
}

/** The municipality of the training: where most of its people live. */
function homeUnit({ training, units }: RollCall): string {
  const unit = training.unit ?? '';
  return units?.municipalityOf(unit) ?? unit;
}

/** An edit reaches the person's own row where this tablet has it and may write it. */
async function personDrafts(store: { find(t: 'person', id: string): Promise<Read<'person'> | undefined> }, roll: RollCall, r: Read<'registration'>, changed: Parameters<typeof editDrafts>[3]): Promise<Draft[]> {
  const person = r.person ? await store.find('person', r.person) : undefined;
  const mine = person && mayWrite(roll.rights, { s: person.scope, t: 'person', id: person.id, f: {} });
  return editDrafts(roll.training, r.id, mine ? person : undefined, changed);
}

type Work = Pick<PersonFormState, 'saving' | 'failed' | 'refused' | 'run'>;

/** One save at a time; what goes wrong stays on the sheet. */
function useWork(saves: Saves, onSaved: () => void): Work {
  const atWork = useRef(false);
  const [state, setState] = useState<Omit<Work, 'run'>>({ saving: false, failed: false, refused: undefined });
  const run: Work['run'] = async (text, what) => {
    if (atWork.current) return;
    atWork.current = true;
    setState({ saving: true, failed: false, refused: undefined });
    const answer = await saves.save(text, what);
    atWork.current = false;
    if (answer.ok) return onSaved();
    const fault = answer.fault?.fault;
    const field = fault?.field === undefined ? undefined : FIELD_OF[fault.field];
    setState({ saving: false, failed: !fault, refused: fault ? { field, code: fault.code } : undefined });
    if (field) focusField(field);
  };
  return { ...state, run };
}

/** After the error has been drawn: its line is read aloud with the field. */
function focusField(field: FormField): void {
  setTimeout(() => document.getElementById(fieldId(field))?.focus(), 0);
}
