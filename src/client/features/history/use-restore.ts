import { useState } from 'preact/hooks';
import type { Value } from '../../../core/schema/field.ts';
import { GONE } from '../../../core/sync/change.ts';
import { useDeps } from '../../deps/deps.ts';
import { fieldWord } from '../../deps/field-words.ts';
import { useT, type MessageKey } from '../../i18n/i18n.ts';
import type { Draft } from '../../store/store.ts';
import { FaultError } from '../../store/write.ts';
import { showToast } from '../../ui/toast.ts';
import type { RecordKey } from './ask-history.ts';
import type { Loaded } from './load.ts';

export interface Restore {
  /** Undefined where nothing may be put back. */
  readonly put: ((field: string, value: Value) => void) | undefined;
  /** Why the last try was not written, in words. */
  readonly failed: string | undefined;
  clear(): void;
}

/** Putting a value back is a save like any other: new stamp, new author, and it can be undone. */
export function useRestore(record: RecordKey, loaded: Pick<Loaded, 'mayRestore'>): Restore {
  const t = useT();
  const { store } = useDeps();
  const [failed, setFailed] = useState<string>();
  const notSaved = (e: unknown): void =>
    setFailed(e instanceof FaultError ? t(`fault.${e.fault.code}` as MessageKey) : t('fault.not_saved_text'));
  const put = (field: string, value: Value): void => {
    setFailed(undefined);
    const draft: Draft = field === GONE ? { ...record, values: {}, gone: value === true } : { ...record, values: { [field]: value } };
    store.save([draft]).then((receipt) => {
      const undo = (): void => {
        store.undo(receipt).catch(notSaved);
      };
      showToast({ text: t('history.restored', { field: fieldWord(t, record.t, field) }), undo, key: `restore ${field}` });
    }, notSaved);
  };
  return { put: loaded.mayRestore ? put : undefined, failed, clear: () => setFailed(undefined) };
}
