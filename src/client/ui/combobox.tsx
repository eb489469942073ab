import { useEffect, useRef, useState } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { useSearch, type SearchFunction } from './use-search.ts';

export interface ComboOption {
  readonly id: string;
  readonly label: string;
  /** Tells namesakes apart: the rayon, the year of birth. */
  readonly note?: string | undefined;
}

export interface ComboboxProps extends FieldProps {
  readonly value: ComboOption | undefined;
  readonly onValue: (option: ComboOption | undefined) => void;
  /** What stands in the field at first where nothing is chosen: text typed before. */
  readonly typed?: string | undefined;
  /** Text in the field that chooses nothing yet, at each change; after `onValue(undefined)` where that is due. */
  readonly onTyped?: ((text: string) => void) | undefined;
  /** Best first, no more than can be read; may be asked with ''. Late answers are dropped. */
  readonly search: SearchFunction<ComboOption>;
  /** Where something not in the list may be added: a last row «Кошуу: «typed»». */
  readonly onAdd?: ((typed: string) => void) | undefined;
}

/** One of many (units, organisations), found by typing. The list opens in the page, so nothing covers or cuts it. */
export function Combobox(props: ComboboxProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const { shown, typed, rows, active, open, searching, found, setOpen, type, pick, onKeyDown } = useCombobox(props);
  const listed = open && rows.length > 0;
  return (
    <Field {...props}>
      {(wiring) => (
        <div class="combo">
          <div class="search">
            <Icon name="search" />
            <input
              {...wiring}
              ref={input}
              class="input input-search"
              type="text"
              role="combobox"
              aria-expanded={listed ? 'true' : 'false'}
              aria-controls={`${wiring.id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={listed ? `${wiring.id}-${String(active)}` : undefined}
              autocomplete="off"
              autocorrect="off"
              spellcheck={false}
              value={shown}
              onInput={(event) => type(event.currentTarget.value)}
              onClick={() => setOpen(true)}
              onBlur={() => setOpen(false)}
              onKeyDown={onKeyDown}
            />
            {shown !== '' && (
              <IconButton
                icon="x"
                quiet
                label={`${props.label}: ${t('ui.clear')}`}
                onClick={() => {
                  type('');
                  input.current?.focus();
                }}
              />
            )}
          </div>
          <Options id={wiring.id} label={props.label} rows={listed ? rows : []} typed={typed} active={active} onPick={pick} />
          <p class="hint" role="status">
            {open && props.value === undefined && <Found searching={searching} count={found.length} asked={typed !== ''} />}
          </p>
        </div>
      )}
    </Field>
  );
}

type Row = { readonly kind: 'option'; readonly option: ComboOption } | { readonly kind: 'add' };

const rowId = (row: Row): string => (row.kind === 'add' ? '+' : row.option.id);

/** What is typed, found, pointed at and chosen. */
function useCombobox({ value, onValue, typed: before, onTyped, search, onAdd }: ComboboxProps) {
  const [text, setText] = useState(value?.label ?? before ?? '');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const shown = value === undefined ? text : value.label;
  const typed = shown.trim();
  const { found, searching } = useSearch(search, shown, open && value === undefined);
  useEffect(() => setActive(0), [found]);
  const rows: Row[] = found.map((option) => ({ kind: 'option', option }));
  if (onAdd !== undefined && typed !== '' && value === undefined && !searching) rows.push({ kind: 'add' });

  const pick = (row: Row | undefined): void => {
    if (row === undefined) return;
    setOpen(false);
    if (row.kind === 'add') onAdd?.(typed);
    else {
      setText(row.option.label);
      onValue(row.option);
    }
  };
  const type = (next: string): void => {
    setText(next);
    setOpen(true);
    if (value !== undefined) onValue(undefined);
    onTyped?.(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    KEYS[event.key]?.({ event, open, rows, active, setOpen, setActive, pick });
  };
  return { shown, typed, rows, active, open, searching, found, setOpen, type, pick, onKeyDown };
}

interface OptionsProps {
  readonly id: string;
  readonly label: string;
  readonly rows: readonly Row[];
  readonly typed: string;
  readonly active: number;
  readonly onPick: (row: Row) => void;
}

function Options({ id, label, rows, typed, active, onPick }: OptionsProps) {
  return (
    <div
      class="combo-list"
      id={`${id}-list`}
      role="listbox"
      aria-label={label}
      // The field keeps the focus, else it would close the list before the tap lands.
      onPointerDown={(event) => event.preventDefault()}
    >
      {rows.map((row, n) => (
        <Option key={rowId(row)} id={`${id}-${String(n)}`} row={row} typed={typed} active={n === active} onPick={() => onPick(row)} />
      ))}
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly row: Row;
  readonly typed: string;
  readonly active: boolean;
  readonly onPick: () => void;
}

function Option({ id, row, typed, active, onPick }: OptionProps) {
  const t = useT();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the focus and its keys stay in the field (aria-activedescendant)
    <div ref={element} id={id} class="combo-option" role="option" tabIndex={-1} aria-selected={active ? 'true' : 'false'} onClick={onPick}>
      {row.kind === 'add' ? (
        <>
          <Icon name="plus" size={20} />
          <span>{t('ui.add_typed', { text: typed })}</span>
        </>
      ) : (
        <span>
          {row.option.label}
          {row.option.note !== undefined && <small> · {row.option.note}</small>}
        </span>
      )}
    </div>
  );
}

function Found({ searching, count, asked }: { readonly searching: boolean; readonly count: number; readonly asked: boolean }) {
  const t = useT();
  if (searching) return <>{t('ui.searching')}</>;
  if (count === 0) return asked ? <>{t('ui.nothing_found')}</> : null;
  return <span class="sr">{t('ui.results', { count })}</span>;
}

interface KeyContext {
  readonly event: KeyboardEvent;
  readonly open: boolean;
  readonly rows: readonly Row[];
  readonly active: number;
  readonly setOpen: (open: boolean) => void;
  readonly setActive: (active: number) => void;
  readonly pick: (row: Row | undefined) => void;
}

function move({ event, open, rows, active, setOpen, setActive }: KeyContext, by: number): void {
  event.preventDefault();
  if (!open) setOpen(true);
  else if (rows.length > 0) setActive((active + by + rows.length) % rows.length);
}

const KEYS: Readonly<Record<string, (context: KeyContext) => void>> = {
  ArrowDown: (context) => move(context, 1),
  ArrowUp: (context) => move(context, -1),
  Enter: ({ event, open, rows, active, pick }) => {
    if (!open || rows.length === 0) return;
    // Takes the row; it must not send the form as well.
    event.preventDefault();
    pick(rows[active]);
  },
  Escape: ({ event, open, setOpen }) => {
    if (!open) return;
    // Closes the list alone, not the sheet around it.
    event.preventDefault();
    event.stopPropagation();
    setOpen(false);
  },
};
