import { useEffect, useState } from 'preact/hooks';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { dropPerson, keptPerson } from './kept-person.ts';
import type { OpenSheet } from './roll-sheets.tsx';
import type { RollCall } from './use-roll-call.ts';

export interface KeptNoticeProps {
  readonly roll: RollCall;
  /** A sheet lies over the screen: what is typed there is kept, not offered. */
  readonly isOpen: boolean;
  readonly onOpen: (sheet: OpenSheet) => void;
}

/** Offers again what was typed in a person's sheet before the page was loaded anew. */
export function KeptNotice({ roll, isOpen, onOpen }: KeptNoticeProps): preact.JSX.Element | null {
  const t = useT();
  const training = roll.training.id;
  const [kept, setKept] = useState(() => keptPerson(training));
  useEffect(() => {
    // The sheet saved it, gave it up, or was typed into.
    if (!isOpen) setKept(keptPerson(training));
  }, [isOpen, training]);
  const registration = kept?.editing === undefined ? undefined : roll.registrations.find((r) => r.id === kept.editing);
  const isErased = registration?.erased === true;
  useEffect(() => {
    if (isErased) dropPerson(training);
  }, [isErased, training]);
  if (!kept || isErased || isOpen || roll.closed !== undefined) return null;
  const isGone = kept.editing !== undefined && !registration;
  const actions = (
    <>
      {!isGone && (
        <Button kind="primary" onClick={() => onOpen(registration ? { what: 'edit', registration, kept } : { what: 'new', typed: '', kept })}>
          {t('person.kept_open')}
        </Button>
      )}
      <Button
        onClick={() => {
          dropPerson(training);
          setKept(undefined);
        }}
      >
        {t('person.kept_drop')}
      </Button>
    </>
  );
  return (
    <Notice tone="warn" title={t('person.kept', { name: kept.form.name.trim() || t('person.kept_nameless') })} action={actions}>
      {t('person.kept_text')}
    </Notice>
  );
}
