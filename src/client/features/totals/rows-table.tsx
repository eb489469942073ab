import { useState } from 'preact/hooks';
import { compareText } from '../../../core/names/sort.ts';
import { label } from '../../../core/reference/vocabulary.ts';
import { isNameErased, type Attendee } from '../../../core/totals/attendees.ts';
import { NOT_STATED, order } from '../../../core/totals/data.ts';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { nameOf, type MarkLine, type PersonLine, type RowsOf, type TrainingLine, type UniqueLine } from './rows.ts';
import { useWide } from './use-wide.ts';
import { datesWords, trainingWords, type Words } from './words.ts';

/** Rows drawn at once: a cheap tablet draws some hundreds without a wait, not thousands. */
const STEP = 200;

/** The rows of a figure, in portions: a table, or cards where it is narrow. */
export function RowsTable({ words, rows }: { readonly words: Words; readonly rows: RowsOf }) {
  switch (rows.of) {
    case 'training':
      return <Portions words={words} lines={rows.lines} columns={trainingColumns(words)} />;
    case 'registration':
      return <Portions words={words} lines={rows.lines} columns={personColumns(words)} />;
    case 'person':
      return <Portions words={words} lines={rows.lines} columns={uniqueColumns(words)} />;
    case 'attendance':
      return <Portions words={words} lines={rows.lines} columns={markColumns(words)} />;
  }
}

interface PortionsProps<Line> {
  readonly words: Words;
  readonly lines: readonly Line[];
  readonly columns: readonly Column<Line>[];
}

function Portions<Line extends { readonly id: string }>({ words, lines, columns }: PortionsProps<Line>) {
  const t = useT();
  const wide = useWide();
  const [shown, setShown] = useState(STEP);
  // Sorting a portion would mislead: all are sorted or, while some are hidden, none.
  const all = shown >= lines.length;
  const plain = columns.map((column) => ({ ...column, compare: undefined }));
  const rows = lines.slice(0, shown);
  return (
    <>
      {wide ? (
        <DataTable caption={words.t('totals_screen.rows_title')} captionHidden columns={all ? columns : plain} rows={rows} rowKey={(line) => line.id} />
      ) : (
        <ul class="list">
          {rows.map((line) => (
            <Card key={line.id} line={line} columns={columns} />
          ))}
        </ul>
      )}
      {!all && (
        <div class="actions">
          <Button onClick={() => setShown(shown + STEP * 5)}>{t('totals_screen.more', { n: lines.length - shown })}</Button>
        </div>
      )}
    </>
  );
}

/** One row as a card: what names it on top, every other column as «word: value». */
function Card<Line>({ line, columns }: { readonly line: Line; readonly columns: readonly Column<Line>[] }) {
  const title = columns.find((column) => column.heading === true);
  const others = columns.filter((column) => column !== title);
  return (
    <ListRow
      title={title?.cell(line)}
      note={others.map((column) => (
        <span key={column.key} class="totals-line">
          {column.label}: {column.cell(line)}
        </span>
      ))}
    />
  );
}

/** A column of words that sorts by the words. */
function wordColumn<Line>(key: string, heading: string, read: (line: Line) => string): Column<Line> {
  return { key, label: heading, cell: read, compare: (a, b) => compareText(read(a), read(b)) };
}

function countColumn<Line>(w: Words, key: string, heading: string, read: (line: Line) => number): Column<Line> {
  return { key, label: heading, number: true, cell: (line) => w.format.number(read(line)), compare: (a, b) => read(a) - read(b) };
}

function trainingLink(w: Words, training: TrainingLine['training']) {
  return <a href={`/trainings/${training.id}`}>{trainingWords(w, training)}</a>;
}

function trainingColumns(w: Words): Column<TrainingLine>[] {
  const { t } = w;
  return [
    { key: 'dates', label: t('totals_screen.dates'), cell: (l) => datesWords(w.format, l.training), compare: (a, b) => order(a.training.start ?? '', b.training.start ?? '') },
    { key: 'training', label: t('totals_screen.training'), heading: true, cell: (l) => trainingLink(w, l.training), compare: (a, b) => compareText(trainingWords(w, a.training), trainingWords(w, b.training)) },
    wordColumn('oblast', t('totals.oblast'), (l) => unitWord(w, w.units.oblastOf(l.training.unit ?? ''))),
    countColumn(w, 'days', t('totals.training_days'), (l) => l.days),
    countColumn(w, 'registered', t('totals.registered'), (l) => l.registered),
    countColumn(w, 'participants', t('totals.participants'), (l) => l.participants),
  ];
}

/** How somebody is called; whose data was erased by a word that says so. */
const nameWord = (t: Words['t'], a: Attendee): string => nameOf(a) || t(isNameErased(a) ? 'erase.name' : 'totals_screen.no_name');

const unitWord = (w: Words, code: string | null): string => (code === null || code === NOT_STATED ? '' : w.units.name(code, w.lang));

function personColumns(w: Words): Column<PersonLine>[] {
  const { t, lang } = w;
  return [
    { ...wordColumn<PersonLine>('name', t('export.col_name'), (l) => l.registration.name || nameWord(t, l.attendee)), heading: true },
    wordColumn('sex', t('totals.sex'), (l) => label('sex', l.attendee.sex, lang)),
    wordColumn('age', t('totals.age_band'), (l) => label('age_band', l.attendee.ageBand, lang)),
    wordColumn('role', t('totals.role'), (l) => (l.attendee.role === NOT_STATED ? t('totals.not_stated') : label('participant_role', l.attendee.role, lang))),
    wordColumn('unit', t('totals.unit'), (l) => unitWord(w, l.attendee.unit) || t('totals.not_stated')),
    { key: 'marks', label: t('totals_screen.marks'), number: true, cell: (l) => t('totals_screen.marks_of', { present: l.attendee.present.length, slots: l.slots }), compare: (a, b) => a.attendee.present.length - b.attendee.present.length },
    { key: 'dates', label: t('totals_screen.dates'), cell: (l) => datesWords(w.format, l.attendee.training), compare: (a, b) => order(a.attendee.training.start ?? '', b.attendee.training.start ?? '') },
    { key: 'training', label: t('totals_screen.training'), cell: (l) => trainingLink(w, l.attendee.training) },
  ];
}

function uniqueColumns(w: Words): Column<UniqueLine>[] {
  const { t, lang } = w;
  return [
    { ...wordColumn<UniqueLine>('name', t('export.col_name'), (l) => nameWord(t, l.last)), heading: true },
    wordColumn('sex', t('totals.sex'), (l) => label('sex', l.last.sex, lang)),
    wordColumn('age', t('totals.age_band'), (l) => label('age_band', l.last.ageBand, lang)),
    wordColumn('unit', t('totals.unit'), (l) => unitWord(w, l.last.unit) || t('totals.not_stated')),
    countColumn(w, 'count', t('totals.trainings'), (l) => l.trainings.length),
    {
      key: 'trainings',
      label: t('totals_screen.training'),
      cell: (l) =>
        l.trainings.map((training) => (
          <span key={training.id} class="totals-line">
            {datesWords(w.format, training)} · {trainingLink(w, training)}
          </span>
        )),
    },
  ];
}

function markColumns(w: Words): Column<MarkLine>[] {
  const { t, lang, format } = w;
  const at = (l: MarkLine): string => (l.mark.at ? `${format.day(l.mark.at.slice(0, 10))}, ${format.time(l.mark.at)}` : '');
  return [
    { ...wordColumn<MarkLine>('name', t('export.col_name'), (l) => nameWord(t, l.attendee)), heading: true },
    { key: 'day', label: t('totals_screen.day'), cell: (l) => (l.day === '' ? '' : format.day(l.day)), compare: (a, b) => order(a.day, b.day) },
    wordColumn('mark', t('totals_screen.mark'), (l) => label('attendance', l.mark.mark ?? NOT_STATED, lang)),
    { key: 'at', label: t('totals_screen.marked_at'), cell: at, compare: (a, b) => order(a.mark.at ?? '', b.mark.at ?? '') },
    { key: 'training', label: t('totals_screen.training'), cell: (l) => trainingLink(w, l.training) },
  ];
}
