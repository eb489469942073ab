import { useMemo, useRef, useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { useT } from '../../i18n/i18n.ts';
import { FaultError } from '../../store/write.ts';
import type { Build, Draft, Receipt } from '../../store/store.ts';
import { dismissToast, showToast } from '../../ui/toast.ts';

/** A save of this screen that can still be taken back. */
interface Done {
  readonly text: string;
  readonly receipt: Receipt;
  readonly toast: number;
}

export type ToSave = Build | readonly Draft[];

export type SaveAnswer = { readonly ok: true } | { readonly ok: false; readonly fault: FaultError | undefined };

export interface Saves {
  /**
   * Writes, and says so only once it is on disk. A save that fails is told in `failed`, unless a value was refused:
   * that is the form's to show.
   * @param text what happened, as the toast and the undo button say it
   * @param build what to write, or a promise of it: where reading what it needs fails, the save has failed
   */
  save(text: string, build: ToSave | Promise<ToSave>): Promise<SaveAnswer>;
  undoLast(): Promise<void>;
  /** What «undo last» would take back. */
  readonly last: string | undefined;
  /** What was not saved, in words; until the next save succeeds or someone closes it. */
  readonly failed: string | undefined;
  clearFailed(): void;
}

/** One toast for all marks: of several quick saves the last one is told. */
const TOAST = 'roll-call';

/** Saves of one screen, with everything that can be undone until it closes (EXPERIENCE B3.7). */
export function useSaves(): Saves {
  const { store } = useDeps();
  const t = useT();
  const words = useRef(t);
  words.current = t;
  const done = useRef<readonly Done[]>([]);
  const [last, setLast] = useState<string>();
  const [failed, setFailed] = useState<string>();
  const actions = useMemo(() => {
    const keep = (list: readonly Done[]): void => {
      done.current = list;
      setLast(list.at(-1)?.text);
    };
    const undo = async (one: Done): Promise<void> => {
      if (!done.current.includes(one)) return;
      // Out of the list at once: neither the toast nor the button may take it back a second time.
      const before = done.current;
      keep(before.filter((other) => other !== one));
      dismissToast(one.toast);
      try {
        await store.undo(one.receipt);
        setFailed(undefined);
        showToast({ text: words.current('attendance.undone', { what: one.text }), key: TOAST });
      } catch {
        keep(before);
        setFailed(words.current('attendance.undo_failed', { what: one.text }));
      }
    };
    return {
      async save(text: string, build: ToSave | Promise<ToSave>): Promise<SaveAnswer> {
        try {
          const receipt = await store.save(await build);
          setFailed(undefined);
          if (receipt.undo.length === 0) showToast({ text, key: TOAST });
          else {
            const one: Done = { text, receipt, toast: showToast({ text, key: TOAST, undo: () => void undo(one) }) };
            keep([...done.current, one]);
          }
          return { ok: true };
        } catch (error) {
          const fault = error instanceof FaultError ? error : undefined;
          if (!fault) setFailed(text);
          return { ok: false, fault };
        }
      },
      async undoLast(): Promise<void> {
        const one = done.current.at(-1);
        if (one) await undo(one);
      },
      clearFailed: () => setFailed(undefined),
    };
  }, [store]);
  return { ...actions, last, failed };
}
