import { NOT_STATED } from '../../../core/totals/data.ts';
import type { Figure } from '../../../core/totals/figure.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Pyramid } from '../../ui/pyramid.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import type { PlaceLevel } from './address.ts';
import { FigureLink } from './figure-link.tsx';
import { cellPath, namedPath } from './figure-path.ts';
import { PeopleTable } from './people-table.tsx';
import type { ReadyTotals } from './use-totals.ts';
import { rowWord, tableHeading, tableTitle, type Words } from './words.ts';

interface PartProps {
  readonly ready: ReadyTotals;
  readonly words: Words;
}

/** By place of the training, at the height chosen. */
export function ByPlace({ ready, words, onLevel }: PartProps & { readonly onLevel: (level: PlaceLevel) => void }) {
  const t = useT();
  const { level, totals } = ready;
  const table = totals.tables[level];
  return (
    <section class="stack totals-part" aria-labelledby="place-title">
      <h2 id="place-title">{t('totals_screen.by_place')}</h2>
      <Segmented
        label={t('totals_screen.place_choice')}
        options={(['training_unit', 'rayon', 'oblast'] as const).map((value) => ({ value, label: t(`totals_screen.place_${value}`) }))}
        value={level}
        onValue={onLevel}
      />
      <PeopleTable key={level} ready={ready} words={words} table={level} rows={table.rows} total={table.total} trainings={totals.trainings} />
    </section>
  );
}

/** Age and sex: the drawing and, beside it, the table that says the same. */
export function ByAge({ ready, words }: PartProps) {
  const t = useT();
  const { rows, total } = ready.totals.tables.age_band;
  // Oldest on top; "not stated" below the bands, and only when there is someone.
  const stated = rows.filter((row) => row.code !== NOT_STATED).reverse();
  const bands = [...stated, ...rows.filter((row) => row.code === NOT_STATED && row.cells.total.value > 0)];
  const short = (code: string): string => (code === NOT_STATED ? '?' : code === 'u18' ? '<18' : code.replace('-', '–'));
  return (
    <section class="stack totals-part" aria-labelledby="age-title">
      <h2 id="age-title">{t('totals_screen.pyramid')}</h2>
      <div class="totals-halves">
        <Pyramid
          label={t('totals_screen.pyramid')}
          bands={bands.map((row) => ({ label: short(row.code), women: row.cells.f.value, men: row.cells.m.value }))}
        />
        <PeopleTable ready={ready} words={words} table="age_band" rows={rows} total={total} plain />
      </div>
    </section>
  );
}

/** By sex: one number a row. */
export function BySex({ ready, words }: PartProps) {
  const t = useT();
  const format = useFormat();
  const { rows, total } = ready.totals.tables.sex;
  const link = (code: string | undefined, figure: Figure, label: string) => (
    <FigureLink chosen={ready} path={cellPath('sex', code, 'total')} figure={figure} label={label} />
  );
  return (
    <section class="totals-halves totals-part">
      <DataTable
        caption={tableTitle(t, 'sex')}
        columns={[
          { key: 'name', label: tableHeading(t, 'sex'), heading: true, cell: (row) => rowWord(words, 'sex', row.code), total: t('totals.total_row') },
          { key: 'n', label: t('totals.participants'), number: true, cell: (row) => link(row.code, row.cells.total, rowWord(words, 'sex', row.code)), total: link(undefined, total.total, t('totals.participants')) },
          { key: 'share', label: t('totals_screen.share'), number: true, cell: (row) => (total.total.value === 0 ? '–' : format.percent(row.cells.total.value / total.total.value)), total: '' },
        ]}
        rows={rows}
        rowKey={(row) => row.code}
      />
      <StackedBar women={total.f.value} men={total.m.value} notStated={total.x.value} />
    </section>
  );
}

/** A table of participants under its own caption. */
export function ByRole({ ready, words, table }: PartProps & { readonly table: 'role' | 'unit' }) {
  const { rows, total } = ready.totals.tables[table];
  return (
    <section class="stack totals-part">
      <PeopleTable ready={ready} words={words} table={table} rows={rows} total={total} />
    </section>
  );
}

/** By kind of trainer: rows overlap, so the sum is written out with the overlap (DECISIONS 29). */
export function ByKind({ ready, words }: PartProps) {
  const t = useT();
  const format = useFormat();
  const { kinds } = ready.totals;
  if (kinds.rows.length === 0) return null;
  const terms = kinds.rows.map((row) => format.number(row.trainings.value)).join(' + ');
  const sentence = kinds.overlap === 0
    ? t('totals_screen.kinds_plain', { terms, sum: kinds.sum })
    : t('totals_screen.kinds_sum', { terms, sum: kinds.sum, overlap: kinds.overlap, trainings: kinds.trainings.value });
  return (
    <section class="stack totals-part">
      <PeopleTable ready={ready} words={words} table="kinds" rows={kinds.rows} total={kinds.total} trainings={kinds.trainings} />
      <p class="totals-overlap">{sentence}</p>
      {kinds.overlapping.value > 0 && (
        <p>
          {t('totals_screen.overlapping')}:{' '}
          <FigureLink chosen={ready} path={namedPath('kind_overlap')} figure={kinds.overlapping} label={t('totals_screen.overlapping')} />
        </p>
      )}
    </section>
  );
}
