import { useMemo, useState } from 'preact/hooks';
import { label } from '../../../core/reference/vocabulary.ts';
import { useDeps } from '../../deps/deps.ts';
import { useLang, useT, type MessageKey } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { standings, type Choice, type PlannedRow, type Standing } from './import-plan.ts';
import { personWords } from './person-words.ts';
import type { ImportState } from './use-import.ts';
import type { RollCall } from './use-roll-call.ts';

/** Rows drawn at first and with each "more": thousands at once would hold a tablet up. */
const PAGE = 60;
const ORDER: readonly Standing[] = ['new', 'known', 'check', 'listed', 'faulty', 'skipped'];

/** What each row becomes: one look, one tap to change it. */
export function ImportRows({ state, roll }: { readonly state: ImportState; readonly roll: RollCall }): preact.JSX.Element {
  const t = useT();
  const [shown, setShown] = useState<Standing | 'all'>('all');
  const [pages, setPages] = useState(1);
  const counts = useMemo(() => standings(state.rows), [state.rows]);
  const rows = shown === 'all' ? state.rows : state.rows.filter((r) => r.standing === shown);
  const some = ORDER.filter((s) => counts.has(s));
  return (
    <section class="stack" aria-label={t('import_screen.rows')}>
      <Segmented
        label={t('import_screen.show')}
        options={[
          { value: 'all', label: t('import_screen.all', { number: state.rows.length }) },
          ...some.map((s) => ({ value: s, label: t(`import_screen.count_${s}`, { number: counts.get(s) ?? 0 }) })),
        ]}
        value={shown}
        onValue={(v) => {
          setShown(v);
          setPages(1);
        }}
      />
      <ul class="list">
        {rows.slice(0, pages * PAGE).map((r) => (
          <OneRow key={r.row.line} planned={r} roll={roll} choose={state.choose} />
        ))}
      </ul>
      {rows.length > pages * PAGE && <Button onClick={() => setPages(pages + 1)}>{t('import_screen.more', { number: rows.length - pages * PAGE })}</Button>}
    </section>
  );
}

interface OneRowProps {
  readonly planned: PlannedRow;
  readonly roll: RollCall;
  readonly choose: ImportState['choose'];
}

function OneRow({ planned, roll, choose }: OneRowProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const { row, standing, choice } = planned;
  const words = personWords(row.values, lang, t, roll.units, true);
  const left = choice.kind === 'leave';
  const band = row.values.age_band ? label('age_band', row.values.age_band, lang) : '';
  const known = [words.note, band, row.values.phone ?? '', row.values.org ?? ''].filter((w) => w !== '').join(' · ');
  const title = row.values.name === '' ? row.cells.filter((c) => c !== '').join(' · ') : words.name;
  return (
    <ListRow
      title={title}
      tags={[words.sex, t(`import_screen.is_${standing}`)].filter((w) => w !== '')}
      note={<Notes planned={planned} known={known} />}
      look={standing === 'faulty' || standing === 'check' ? 'warn' : left ? 'plain' : 'done'}
      actions={<Choices planned={planned} name={title} choose={(c) => choose(row.line, c)} />}
    />
  );
}

function Notes({ planned, known }: { readonly planned: PlannedRow; readonly known: string }): preact.JSX.Element {
  const t = useT();
  const { store } = useDeps();
  const { row, choice } = planned;
  const person = choice.kind === 'known' ? store.people.get(choice.person) : undefined;
  // Someone known keeps the sex that is known.
  const warnings = row.warnings.filter((w) => w.code !== 'sex_missing' || !person?.sex);
  return (
    <>
      <span class="row-line">{[t('import_screen.line', { number: row.line }), known].filter((w) => w !== '').join(' · ')}</span>
      {person && <span class="row-line">{t('import_screen.becomes', { name: person.name })}</span>}
      {row.sameAs !== undefined && <span class="row-line">{t('import_screen.twice', { number: row.sameAs })}</span>}
      {[...row.faults, ...warnings].map((f) => (
        <span key={`${f.field} ${f.code}`} class="row-line">
          {t(`import.row_${f.code}` as MessageKey)}
          {f.raw !== '' && ` «${f.raw.slice(0, 80)}»`}
        </span>
      ))}
    </>
  );
}

/** The likely people of a row, a new person, or nobody: what is chosen is pressed. */
function Choices({ planned, name, choose }: { readonly planned: PlannedRow; readonly name: string; readonly choose: (c: Choice) => void }): preact.JSX.Element | null {
  const t = useT();
  const { store } = useDeps();
  const { row, standing, choice } = planned;
  if (standing === 'skipped' || standing === 'faulty') return null;
  const pick = (c: Choice, pressed: boolean, text: string): preact.JSX.Element => (
    <Button pressed={pressed} label={`${text}: ${name}`} onClick={() => choose(c)}>
      {text}
    </Button>
  );
  return (
    <>
      {row.likely.map((l) => {
        const person = store.people.get(l.id);
        if (!person) return null;
        return (
          <span key={l.id}>{pick({ kind: 'known', person: l.id }, choice.kind === 'known' && choice.person === l.id, t('import_screen.same_as', { name: person.name }))}</span>
        );
      })}
      {row.likely.length > 0 && pick({ kind: 'new' }, choice.kind === 'new', t('import_screen.new_person'))}
      {row.likely.length === 0 && pick({ kind: 'new' }, choice.kind === 'new', t('import_screen.take'))}
      {pick({ kind: 'leave' }, choice.kind === 'leave', t('import_screen.leave'))}
    </>
  );
}
