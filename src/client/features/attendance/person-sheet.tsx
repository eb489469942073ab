import { useEffect, useState } from 'preact/hooks';
import { historyAddress } from '../../deps/history-address.ts';
import { useT, type MessageKey } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { LikelyPeople } from './likely-people.tsx';
import { Age, More, NameAndSex, Role, UnitAndPhone } from './person-fields.tsx';
import type { SearchPlace } from './people-search.ts';
import { useLikely } from './use-likely.ts';
import type { Marking } from './use-marking.ts';
import { fieldId, usePersonForm, type PersonFormState, type PersonStart } from './use-person-form.ts';
import type { RollCall } from './use-roll-call.ts';
import type { Saves } from './use-saves.ts';

export interface PersonSheetProps {
  readonly roll: RollCall;
  readonly marking: Marking;
  readonly saves: Saves;
  readonly place: SearchPlace;
  readonly start: PersonStart;
  /** A new person is on the list. */
  readonly onAdded: () => void;
  readonly onClose: () => void;
}

/** A person of this training: a new one needs a name and an answer about the sex, no more (EXPERIENCE B5.9). */
export function PersonSheet(p: PersonSheetProps): preact.JSX.Element {
  const { roll, onClose } = p;
  const [asking, setAsking] = useState(false);
  const state = usePersonForm({
    roll,
    saves: p.saves,
    start: p.start,
    onSaved: () => {
      onClose();
      if (!('editing' in p.start)) p.onAdded();
    },
  });
  const likely = useLikely(state, roll, p.place, p.marking.marks);
  const close = (): void => {
    if (state.dirty) setAsking(true);
    else onClose();
  };
  const leave = (): void => {
    state.drop();
    onClose();
  };
  if (asking) return <Unsaved name={state.form.name} onStay={() => setAsking(false)} onLeave={leave} />;
  return <FormSheet state={state} roll={roll} onClose={close} likely={<LikelyPeople roll={roll} likely={likely.likely} marks={p.marking.marks} onSame={likely.same} onOther={likely.other} />} />;
}

interface FormSheetProps {
  readonly state: PersonFormState;
  readonly roll: RollCall;
  readonly likely: preact.ComponentChildren;
  readonly onClose: () => void;
}

function FormSheet({ state, roll, likely, onClose }: FormSheetProps): preact.JSX.Element {
  const t = useT();
  const [named] = useState(state.form.name !== '');
  useEffect(() => focusStart(named), [named]);
  const title = state.editing ? t('person.edit_title') : t('person.new_title');
  const submit = (event: Event): void => {
    event.preventDefault();
    void state.save(true);
  };
  return (
    // The form is around the sheet, so that Enter in any field saves with the button that stands in its foot.
    <form noValidate onSubmit={submit}>
      <Sheet
        open
        keepOpen
        title={title}
        onClose={onClose}
        footer={
          <>
            {likely}
            <NotSaved state={state} />
            <Button kind="primary" size="big" type="submit" icon="check" busy={state.saving}>
              {state.editing ? t('person.save') : t('person.save_came')}
            </Button>
            {!state.editing && (
              <Button size="big" onClick={() => void state.save(false)}>
                {t('person.save_only')}
              </Button>
            )}
          </>
        }
      >
        <NameAndSex state={state} />
        <Age state={state} roll={roll} />
        <Role state={state} roll={roll} />
        <UnitAndPhone state={state} roll={roll} />
        <More state={state} />
        <HistoryLink state={state} />
      </Sheet>
    </form>
  );
}

/** To what the person's facts were before; while something typed is unsaved it would be lost by going there. */
function HistoryLink({ state: { editing, dirty } }: { readonly state: PersonFormState }): preact.JSX.Element | null {
  const t = useT();
  if (!editing || dirty) return null;
  return (
    <Button wide kind="quiet" icon="history" href={historyAddress({ s: editing.scope, t: 'registration', id: editing.id })}>
      {t('history.title')}
    </Button>
  );
}

/** Beside the button that was tapped: nothing was written, nothing is lost. */
function NotSaved({ state }: { readonly state: PersonFormState }): preact.JSX.Element | null {
  const t = useT();
  const { refused } = state;
  if (!state.failed && (refused === undefined || refused.field !== undefined)) return null;
  return (
    <Notice tone="danger" title={t('fault.not_saved')} alert>
      {refused ? t(`fault.${refused.code}` as MessageKey) : t('fault.not_saved_text')}
    </Notice>
  );
}

interface UnsavedProps {
  readonly name: string;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Closing a sheet with something typed in it asks, and closing this question goes back to the sheet. */
function Unsaved({ name, onStay, onLeave }: UnsavedProps): preact.JSX.Element {
  const t = useT();
  return (
    <Sheet
      open
      place="center"
      title={t('person.unsaved_title')}
      onClose={onStay}
      footer={
        <>
          <Button kind="primary" onClick={onStay}>
            {t('person.stay')}
          </Button>
          <Button onClick={onLeave}>{t('person.leave')}</Button>
        </>
      }
    >
      <p>{name.trim() === '' ? t('person.unsaved_text') : t('person.unsaved_of', { name })}</p>
    </Sheet>
  );
}

/**
 * To the name where it is missing; where it is there, to the next question as a whole: the on-screen keyboard stays
 * away, Tab leads to the first answer, and no answer looks chosen.
 */
function focusStart(named: boolean): void {
  document.getElementById(fieldId(named ? 'sex' : 'name'))?.focus({ preventScroll: true });
}
