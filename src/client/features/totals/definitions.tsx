import { useT } from '../../i18n/i18n.ts';
import type { NamedFigure } from './figure-path.ts';
import type { ReadyTotals } from './use-totals.ts';
import { definitionOf, namedWord } from './words.ts';

const EXPLAINED: readonly NamedFigure[] = [
  'trainings', 'training_days', 'registered', 'participants', 'people', 'unknown_people', 'person_days', 'completed',
  'women', 'men', 'sex_not_stated', 'municipalities', 'coverage', 'outside', 'open',
];

/** How each number is counted, in words, beside the numbers. */
export function Definitions({ ready }: { readonly ready: ReadyTotals }) {
  const t = useT();
  const share = ready.totals.completedShare;
  const named = EXPLAINED.map((name) => [namedWord(t, name, ready.standing.isWhole), definitionOf(t, name, share)] as const);
  const ratios = [
    [t('totals.rate'), t('totals.def_rate')],
    [t('totals.repeat'), t('totals.def_repeat')],
    [t('totals.share_women'), t('totals.def_share_women')],
    [t('totals.kind_overlap'), t('totals.def_kind_overlap')],
    [t('totals.devices_not_heard'), t('totals.def_devices_not_heard')],
  ] as const;
  return (
    <details class="card">
      <summary>{t('totals.how_counted')}</summary>
      <dl class="totals-definitions">
        {[...named, ...ratios].map(([word, meaning]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
