import { useMemo, useRef } from 'preact/hooks';
import { useLang, useT } from '../../i18n/i18n.ts';
import type { KnownPerson } from '../../store/people.ts';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { personWords, useMarkWords } from './person-words.ts';
import type { RollRow as Entry } from './queries.ts';
import { RollRow } from './roll-row.tsx';
import { useGrowing } from './use-growing.ts';
import type { RollCall } from './use-roll-call.ts';

export interface RollListProps {
  readonly roll: RollCall;
  readonly rows: readonly Entry[];
  readonly saving: ReadonlySet<string>;
  readonly onTap: (id: string, event: MouseEvent) => void;
  readonly onOpen: (id: string) => void;
}

/** The people of the list. */
export function RollList({ roll, rows, saving, onTap, onOpen }: RollListProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const markWords = useMarkWords();
  const words = useMemo(
    () => new Map(roll.registrations.map((r) => [r.id, personWords(r, lang, t, roll.units)])),
    [roll.registrations, roll.units, lang, t],
  );
  // Rows compare what they are given: a handler made anew at each render would render them all.
  const latest = useRef({ onTap, onOpen });
  latest.current = { onTap, onOpen };
  const stable = useMemo(
    () => ({
      onTap: (id: string, event: MouseEvent) => latest.current.onTap(id, event),
      onOpen: (id: string) => latest.current.onOpen(id),
    }),
    [],
  );
  const day = roll.slot?.day ?? '';
  const drawn = useGrowing(rows.length);
  return (
    <ul class="list roll-list" aria-label={t('attendance.list')}>
      {rows.slice(0, drawn).map(({ registration: { id }, mark }) => {
        const { name = '', sex = '', note = '' } = words.get(id) ?? {};
        return (
          <RollRow
            key={id}
            id={id}
            name={name}
            sex={sex}
            note={note}
            mark={mark?.mark}
            words={mark ? markWords(mark, day) : ''}
            saving={saving.has(id)}
            closed={roll.closed !== undefined}
            opens={roll.rights.role === 'coordinator'}
            onTap={stable.onTap}
            onOpen={stable.onOpen}
          />
        );
      })}
    </ul>
  );
}

export interface KnownListProps {
  readonly roll: RollCall;
  readonly known: readonly KnownPerson[];
  readonly saving: ReadonlySet<string>;
  readonly onAdd: (known: KnownPerson, event: MouseEvent) => void;
}

/** People this tablet knows from other trainings who fit what is searched: on the list and marked with one tap. */
export function KnownList({ roll, known, saving, onAdd }: KnownListProps): preact.JSX.Element | null {
  const t = useT();
  const lang = useLang();
  if (known.length === 0) return null;
  return (
    <section class="stack roll-known">
      <h2>{t('attendance.known_title')}</h2>
      <ul class="list">
        {known.map((person) => {
          const words = personWords(person, lang, t, roll.units, true);
          const add = (
            <Button icon="user-plus" size="big" busy={saving.has(person.id)} label={`${t('attendance.add_came')}: ${words.name}`} onClick={(event) => onAdd(person, event)}>
              {t('attendance.add_came')}
            </Button>
          );
          return <ListRow key={person.id} title={words.name} tags={words.sex === '' ? [] : [words.sex]} note={words.note} actions={add} />;
        })}
      </ul>
    </section>
  );
}

/** Always the last row: whoever is not found is added under what was typed. */
export function AddRow({ typed, onAdd }: { readonly typed: string; readonly onAdd: () => void }): preact.JSX.Element {
  const t = useT();
  const action = (
    <Button icon="user-plus" size="big" onClick={onAdd}>
      {typed === '' ? t('attendance.new_person') : <span class="roll-typed">{t('ui.add_typed', { text: typed })}</span>}
    </Button>
  );
  return (
    <ul class="list">
      <ListRow look="add" title={<span class="roll-typed">{typed === '' ? t('attendance.someone_else') : t('attendance.not_on_list', { text: typed })}</span>} note={t('attendance.add_hint')} actions={action} />
    </ul>
  );
}
