import { useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { useLocation } from '../../deps/navigation.ts';
import { askPersistence, persistence } from '../../device/storage.ts';
import { useT, type MessageKey } from '../../i18n/i18n.ts';
import { FaultError } from '../../store/write.ts';
import { showToast } from '../../ui/toast.ts';
import { saveTraining, type SavedTraining } from './actions.ts';
import { checkForm, type FormState } from './form-state.ts';
import { dropForm, keepForm, keptForm, type Kept } from './kept-forms.ts';
import { useUndo } from './use-undo.ts';

type Words = Partial<Record<keyof FormState, MessageKey>>;

export interface TrainingFormModel {
  readonly form: FormState;
  readonly before: Kept['before'];
  /** What is wrong, as keys of words, by field. */
  readonly errors: Words;
  /** A save that failed for no fault of the form: what to say. */
  readonly failure: MessageKey | undefined;
  readonly isBusy: boolean;
  /** Words typed earlier and not saved stand in the form again. */
  readonly isRestored: boolean;
  readonly change: (patch: Partial<FormState>) => void;
  /** Puts the form back to what stands. */
  readonly discard: () => void;
  /** Leaves without saving; what was typed can be brought back from the toast. */
  readonly cancel: () => void;
  /** Saves and opens the training; answers false when something is wrong, or when `isRefused` by a field itself. */
  readonly submit: (isRefused: boolean) => Promise<boolean>;
}

/** What a training's form does. `opened`: the form over what stands now. */
export function useTrainingForm(opened: Kept, back: string): TrainingFormModel {
  const { store } = useDeps();
  const [first] = useState(opened);
  const key = first.before?.training.id ?? 'new';
  const leaving = useLeaving(key, back);
  const [kept] = useState(() => keptForm(key));
  const [isRestored, setRestored] = useState(kept !== undefined);
  const [{ form, before }, setState] = useState(kept ?? first);
  const [errors, setErrors] = useState<Words>({});
  const [failure, setFailure] = useState<MessageKey>();
  const [isBusy, setBusy] = useState(false);

  const change = (patch: Partial<FormState>): void => {
    const next = { form: { ...form, ...patch }, before };
    if (JSON.stringify(next.form) === JSON.stringify(first.form)) dropForm(key);
    else keepForm(key, next);
    setState(next);
    // What is being mended is no longer said to be wrong.
    setErrors((old) => Object.fromEntries(Object.entries(old).filter(([field]) => !(field in patch))));
  };
  const submit = async (isRefused: boolean): Promise<boolean> => {
    const wrong = errorsOf(form);
    setErrors(wrong);
    setFailure(undefined);
    if (isRefused || Object.keys(wrong).length > 0) return false;
    setBusy(true);
    try {
      leaving.saved(await saveTraining(store, form, before), before === undefined);
      return true;
    } catch (error) {
      const fault = faultOf(error, form);
      if (fault) setErrors(fault);
      else setFailure(error instanceof Error && error.name === 'NewerDatabaseError' ? 'fault.newer_app' : 'fault.not_saved_text');
      return false;
    } finally {
      setBusy(false);
    }
  };
  const discard = (): void => {
    dropForm(key);
    setRestored(false);
    setState(first);
    setErrors({});
    setFailure(undefined);
  };
  return { form, before, errors, failure, isBusy, isRestored, change, discard, cancel: leaving.cancelled, submit };
}

/** Where the form leads, and what is said there. */
function useLeaving(key: string, back: string) {
  const t = useT();
  const { path, route } = useLocation();
  const undoable = useUndo();
  return {
    saved: ({ id, receipt }: SavedTraining, isNew: boolean): void => {
      dropForm(key);
      if (isNew) showToast({ text: t('form.created') });
      else showToast({ text: t('form.saved'), undo: () => undoable(receipt) });
      if (persistence.get() === 'unasked') void askPersistence();
      route(`/trainings/${id}`, true);
    },
    cancelled: (): void => {
      const left = keptForm(key);
      dropForm(key);
      route(back, true);
      if (!left) return;
      const bringBack = (): void => {
        keepForm(key, left);
        route(path);
      };
      showToast({ text: t('form.left'), undo: bringBack });
    },
  };
}

function errorsOf(form: FormState): Words {
  return Object.fromEntries(Object.entries(checkForm(form)).map(([field, code]) => [field, `form.${code}` as const]));
}

/** The field a refused value stands in. */
function faultOf(error: unknown, form: FormState): Words | undefined {
  if (!(error instanceof FaultError)) return undefined;
  const { code, field } = error.fault;
  const at = error.table === 'trainer' || error.table === 'training_trainer' ? 'trainers' : (field ?? '');
  return at in form ? { [at]: `fault.${code}` } : undefined;
}
