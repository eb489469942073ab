import { useState } from 'preact/hooks';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/text-input.tsx';

interface CodeFormProps {
  /** The code typed before did not fit. */
  readonly wrong: boolean;
  readonly onCode: (code: string) => void;
  readonly onCancel: () => void;
}

/** Asks for the digits that open a parcel of a tablet of no project. */
export function CodeForm({ wrong, onCode, onCancel }: CodeFormProps) {
  const t = useT();
  const [code, setCode] = useState('');
  return (
    <form
      class="card stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onCode(code);
      }}
    >
      <TextInput
        label={t('carry.code_label')}
        hint={t('carry.code_hint')}
        error={wrong && code === '' ? t('carry.fault.wrong_code') : undefined}
        keyboard="numeric"
        autoComplete="off"
        maxLength={40}
        value={code}
        onValue={setCode}
        takeFocus
      />
      <div class="actions">
        <Button type="submit" kind="primary" disabled={code.trim() === ''}>
          {t('carry.code_open')}
        </Button>
        <Button onClick={onCancel}>{t('carry.reject')}</Button>
      </div>
    </form>
  );
}
