import { BigNumber } from '../../ui/big-number.tsx';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { rowsAddress } from './address.ts';
import { figureAt, namedPath, type NamedFigure } from './figure-path.ts';
import type { ReadyTotals } from './use-totals.ts';
import { namedWord } from './words.ts';

/** How one number stands in the grid. */
interface Shown {
  readonly name: NamedFigure;
  /** Where it is not the count itself: a share, a factor. */
  readonly value?: string;
  readonly label?: string;
  readonly note?: string | undefined;
}

/** The figures people ask for first, then those that explain them; each opens the rows behind it. */
export function KeyFigures({ ready }: { readonly ready: ReadyTotals }) {
  const t = useT();
  const { first, second } = useShown(ready);
  return (
    <section class="stack" aria-label={t('totals_screen.main')}>
      <div class="grid totals-grid">{first.map((one) => <OneFigure key={one.label ?? one.name} shown={one} ready={ready} />)}</div>
      <div class="grid totals-grid totals-grid-small">{second.map((one) => <OneFigure key={one.label ?? one.name} shown={one} ready={ready} />)}</div>
    </section>
  );
}

function OneFigure({ shown, ready }: { readonly shown: Shown; readonly ready: ReadyTotals }) {
  const t = useT();
  const format = useFormat();
  const figure = figureAt(ready.totals, { kind: 'named', name: shown.name });
  return (
    <BigNumber
      value={shown.value ?? format.number(figure.value)}
      label={shown.label ?? namedWord(t, shown.name, ready.standing.isWhole)}
      note={shown.note}
      href={figure.rows.length === 0 ? undefined : rowsAddress(ready, namedPath(shown.name))}
    />
  );
}

function useShown({ totals: x }: ReadyTotals): { first: Shown[]; second: Shown[] } {
  const t = useT();
  const format = useFormat();
  const ratio = (value: number | null, write: (n: number) => string): string => (value === null ? '–' : write(value));
  const women = t('totals_screen.women_note', { women: x.women.value, men: x.men.value, none: x.notStated.value });
  const coverage = t('totals_screen.coverage_note', { reached: x.coverage.reached.value, units: x.coverage.units });
  return {
    first: [
      { name: 'trainings', note: t('totals_screen.days_note', { n: x.trainingDays.value }) },
      { name: 'participants', note: t('totals_screen.registered_note', { n: x.registered.value }) },
      { name: 'people', note: x.unknownPeople.value === 0 ? undefined : t('totals.unknown_for', { count: x.unknownPeople.value }) },
      { name: 'women', label: t('totals.share_women'), value: ratio(x.shareOfWomen, (n) => format.percent(n)), note: women },
      { name: 'person_days' },
    ],
    second: [
      { name: 'registered' },
      { name: 'completed', note: t('totals_screen.completed_note', { percent: Math.round(x.completedShare * 100) }) },
      { name: 'present_marks', label: t('totals.rate'), value: ratio(x.rate.value, (n) => format.percent(n)), note: t('totals_screen.excused_note', { n: x.rate.excused.value }) },
      { name: 'people', label: t('totals.repeat'), value: ratio(x.repeat, (n) => format.number(n, 2)) },
      { name: 'municipalities', label: t('totals_screen.municipalities'), note: [t('totals_screen.oblasts_note', { n: x.oblasts.value }), ...(x.coverage.units > 0 ? [coverage] : [])].join(' · ') },
      ...(x.rate.excused.value > 0 ? [{ name: 'excused' as const }] : []),
      ...(x.unknownPeople.value > 0 ? [{ name: 'unknown_people' as const }] : []),
      ...(x.doubled.value > 0 ? [{ name: 'doubled' as const }] : []),
      ...(x.coverage.outside.value > 0 ? [{ name: 'outside' as const }] : []),
    ],
  };
}
