import type { Figure } from '../../../core/totals/figure.ts';
import { useLocation } from '../../deps/navigation.ts';
import { Page } from '../../deps/page.tsx';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Progress } from '../../ui/progress.tsx';
import { totalsAddress } from './address.ts';
import { figureAt, parsePath, type FigureRef } from './figure-path.ts';
import { rowsOf } from './rows.ts';
import { RowsTable } from './rows-table.tsx';
import './totals.css';
import { useTotals, type ReadyTotals } from './use-totals.ts';
import { definitionOf, figureWords, filterWords, type Words } from './words.ts';

/** The rows behind one figure. The address holds the filter and the figure's name; the rows are reckoned anew. */
export function RowsScreen() {
  const t = useT();
  const { query } = useLocation();
  const { chosen, ready } = useTotals();
  const ref = parsePath(query['figure'] ?? '');
  const back = totalsAddress(chosen);
  if (ref && ready) return <Rows ready={ready} figureRef={ref} back={back} />;
  return (
    <Page title={t('totals_screen.rows_title')} back={back}>
      {ref ? (
        <Progress label={t('ui.loading')} />
      ) : (
        <Empty text={t('totals_screen.rows_gone')} action={<Button href={back}>{t('totals_screen.rows_back')}</Button>} />
      )}
    </Page>
  );
}

interface RowsProps {
  readonly ready: ReadyTotals;
  readonly figureRef: FigureRef;
  readonly back: string;
}

function Rows({ ready, figureRef, back }: RowsProps) {
  const t = useT();
  const lang = useLang();
  const format = useFormat();
  const words: Words = { t, lang, format, units: ready.units };
  const figure = figureAt(ready.totals, figureRef);
  const definition = figureRef.kind === 'named' ? definitionOf(t, figureRef.name, ready.totals.completedShare) : undefined;
  return (
    <Page title={figureWords(words, figureRef, ready.standing.isWhole)} subtitle={filterWords(words, ready.filter)} back={back}>
      <div class="stack">
        <p class="totals-count">
          <CountWords figure={figure} />
        </p>
        {definition !== undefined && <p class="muted">{definition}</p>}
        {figure.rows.length === 0 ? <p>{t('totals_screen.rows_empty')}</p> : <RowsTable words={words} rows={rowsOf(ready.data, figure, ready.units)} />}
      </div>
    </Page>
  );
}

/** The figure once more, and whether the rows below are what it counts or what it was counted from. */
function CountWords({ figure }: { readonly figure: Figure }) {
  const t = useT();
  const n = figure.rows.length;
  return <>{figure.value === n ? t('totals_screen.rows_n', { n }) : t('totals_screen.rows_other_count', { value: figure.value, n })}</>;
}
