import { useState } from 'preact/hooks';
import type { TotalsFilter } from '../../../core/totals/data.ts';
import { useLocation } from '../../deps/navigation.ts';
import { Page } from '../../deps/page.tsx';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Progress } from '../../ui/progress.tsx';
import { totalsAddress, type PlaceLevel } from './address.ts';
import { Beside } from './beside.tsx';
import { Definitions } from './definitions.tsx';
import { ExportSheet } from './export-sheet.tsx';
import { Filters } from './filters.tsx';
import { KeyFigures } from './key-figures.tsx';
import { useReturnPlace } from './return-place.ts';
import { ByAge, ByKind, ByPlace, ByRole, BySex } from './tables.tsx';
import './totals.css';
import { useTotals, type ReadyTotals } from './use-totals.ts';
import { useWide } from './use-wide.ts';
import type { Words } from './words.ts';

/** The totals of what this tablet holds, with a filter, and the way to a file (EXPERIENCE B5.31). */
export function TotalsScreen() {
  const t = useT();
  const { url, path } = useLocation();
  const { ready } = useTotals();
  const [isExporting, setExporting] = useState(false);
  useReturnPlace(path === '/totals' ? url : undefined, ready !== undefined);
  const hasAny = ready !== undefined && ready.totals.trainings.value + ready.totals.open.trainings.value > 0;
  const wide = useWide();
  const button = hasAny && (
    <Button icon="download" wide={!wide} onClick={() => setExporting(true)}>
      {t('totals_screen.export')}
    </Button>
  );
  return (
    <Page title={t('totals.title')} actions={wide && button}>
      <div class="stack">
        {!wide && button}
        {ready ? <Ready ready={ready} /> : <Progress label={t('ui.loading')} />}
      </div>
      {ready && isExporting && <ExportSheet ready={ready} onClose={() => setExporting(false)} />}
    </Page>
  );
}

function Ready({ ready }: { readonly ready: ReadyTotals }) {
  const t = useT();
  const lang = useLang();
  const format = useFormat();
  const { route } = useLocation();
  const words: Words = { t, lang, format, units: ready.units };
  // The choice lives in the address; each step of it is no page of its own in the history.
  const go = (chosen: { filter: TotalsFilter; level: PlaceLevel }): void => {
    const next = totalsAddress(chosen);
    if (next !== totalsAddress(ready)) route(next, true);
  };
  const isEmpty = ready.totals.trainings.value === 0;
  return (
    <div class="stack">
      <Filters words={words} filter={ready.filter} onFilter={(filter) => go({ filter, level: ready.level })} />
      {isEmpty ? (
        <Empty text={`${t('totals.none')}. ${t('totals.none_hint')}`} action={<Button href="/">{t('nav.trainings')}</Button>} />
      ) : (
        <>
          <KeyFigures ready={ready} />
          <div class="totals-columns">
            <ByPlace ready={ready} words={words} onLevel={(level) => go({ filter: ready.filter, level })} />
            <BySex ready={ready} words={words} />
            <ByAge ready={ready} words={words} />
            <ByKind ready={ready} words={words} />
            <ByRole ready={ready} words={words} table="role" />
            <ByRole ready={ready} words={words} table="unit" />
          </div>
        </>
      )}
      <Beside ready={ready} />
      <Definitions ready={ready} />
    </div>
  );
}
