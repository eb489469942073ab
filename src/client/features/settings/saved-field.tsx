import { useEffect, useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { holdUpdates } from '../../device/updates.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Receipt } from '../../store/store.ts';
import { FaultError } from '../../store/write.ts';
import { Button } from '../../ui/button.tsx';
import { NameInput } from '../../ui/name-input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.ts';

interface SavedFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly maxLength: number;
  /** As it stands on the tablet. */
  readonly value: string;
  readonly save: (text: string) => Promise<Receipt>;
}

/** A name that is saved on leaving its field, so that going elsewhere loses nothing. */
export function SavedField({ label, hint, maxLength, value, save }: SavedFieldProps) {
  const t = useT();
  const { store } = useDeps();
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<'fault' | 'failed'>();
  const dirty = typed !== undefined && typed.trim() !== value;
  useEffect(() => (dirty ? holdUpdates() : undefined), [dirty]);

  const keep = async (): Promise<void> => {
    if (typed === undefined || !dirty) return;
    try {
      const receipt = await save(typed);
      setTyped(undefined);
      setProblem(undefined);
      const undo = (): void => {
        store.undo(receipt).catch(() => showToast({ text: t('settings.not_saved'), tone: 'warn' }));
      };
      showToast({ text: t('settings.kept', { what: label }), undo, key: `settings ${label}` });
    } catch (e) {
      setProblem(e instanceof FaultError ? 'fault' : 'failed');
    }
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      {problem === 'failed' && (
        <Notice tone="danger" title={t('settings.not_saved')} alert>
          {t('settings.not_saved_text')}
        </Notice>
      )}
      <NameInput
        label={label}
        hint={hint}
        error={problem === 'fault' ? t('sync.reason.bad_text') : undefined}
        value={typed ?? value}
        onValue={setTyped}
        onBlur={() => void keep()}
        maxLength={maxLength}
      />
      {dirty && (
        <div class="actions">
          <Button type="submit" icon="check">
            {t('settings.keep')}
          </Button>
        </div>
      )}
    </form>
  );
}
