import { historyAddress } from '../../deps/history-address.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import type { Read } from '../../store/store.ts';
import { EraseSheet } from './erase-sheet.tsx';
import type { KeptPerson } from './kept-person.ts';
import { MarkSheet } from './mark-sheet.tsx';
import type { SearchPlace } from './people-search.ts';
import { PersonSheet } from './person-sheet.tsx';
import { nameWord } from './person-words.ts';
import type { Marking } from './use-marking.ts';
import type { RollCall } from './use-roll-call.ts';
import type { Saves } from './use-saves.ts';

/** What lies over the roll call. A person being edited stays as they were when it opened, whatever arrives meanwhile. */
export type OpenSheet =
  | { readonly what: 'new'; readonly typed: string; readonly kept?: KeptPerson }
  | { readonly what: 'edit'; readonly registration: Read<'registration'>; readonly kept?: KeptPerson }
  | { readonly what: 'marks'; readonly id: string }
  | { readonly what: 'erase'; readonly registration: Read<'registration'> };

export interface RollSheetsProps {
  readonly roll: RollCall;
  readonly marking: Marking;
  readonly saves: Saves;
  readonly place: SearchPlace;
  readonly sheet: OpenSheet | undefined;
  readonly setSheet: (sheet: OpenSheet | undefined) => void;
  /** A row was marked here: it stays in sight whatever the filter. */
  readonly onTouched: (id: string) => void;
  /** Someone was added: the search is answered. */
  readonly onAdded: () => void;
}

export function RollSheets(p: RollSheetsProps): preact.JSX.Element | null {
  const { roll, marking, sheet, setSheet } = p;
  const t = useT();
  const format = useFormat();
  const close = (): void => setSheet(undefined);
  if (!sheet) return null;
  if (sheet.what === 'erase') return <EraseSheet registration={sheet.registration} onClose={close} />;
  if (sheet.what !== 'marks') {
    const start = sheet.what === 'new' ? { typed: sheet.typed, kept: sheet.kept } : { editing: sheet.registration, kept: sheet.kept };
    return <PersonSheet {...{ roll, marking, start }} saves={p.saves} place={p.place} onAdded={p.onAdded} onClose={close} />;
  }
  const registration = roll.registrations.find((r) => r.id === sheet.id);
  if (!registration) return null;
  const mark = marking.marks.get(registration.id)?.mark;
  const closeAfter = (act: () => void): void => {
    close();
    act();
  };
  return (
    <MarkSheet
      name={nameWord(registration, t)}
      closed={roll.closed !== undefined}
      erased={registration.erased === true}
      mark={mark}
      history={historyAddress({ s: registration.scope, t: 'registration', id: registration.id })}
      day={roll.slot ? format.day(roll.slot.day, 'day_month') : ''}
      onMark={(next) =>
        closeAfter(() => {
          p.onTouched(registration.id);
          // What stands already keeps the time it was set at.
          if (next !== mark) void marking.mark(registration, next);
        })
      }
      onEdit={() => setSheet({ what: 'edit', registration })}
      // Whoever coordinates, or works alone, answers for what is kept of people.
      onErase={registration.erased || roll.rights.role !== 'coordinator' ? undefined : () => setSheet({ what: 'erase', registration })}
      onTakeOff={() => closeAfter(() => void marking.takeOff(registration))}
      onClose={close}
    />
  );
}
