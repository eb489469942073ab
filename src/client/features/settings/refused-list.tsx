import { useDeps } from '../../deps/deps.ts';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useUnits } from '../../deps/use-units.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import type { Refused } from './queries.ts';
import { kindWord, reasonWords, trainingWords } from './words.ts';

/** Saves that need a person: what they are, why they were not taken, and the way to the record. */
export function RefusedList({ refused }: { readonly refused: readonly Refused[] }) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const lang = useLang();
  const units = useUnits();
  return (
    <section class="card stack" aria-labelledby="refused-title">
      <h2 id="refused-title">{t('sync.parked')}</h2>
      <p>{t('sync.parked_note')}</p>
      <ul class="list">
        {refused.map((one) => (
          <ListRow
            key={one.key}
            look="warn"
            title={[kindWord(t, one.kind), one.name ?? ''].filter((part) => part !== '').join(' · ')}
            note={
              <>
                <strong>{reasonWords(t, one.reason)}</strong>
                <br />
                {one.training !== undefined && (
                  <>
                    {trainingWords({ t, format, lang, units }, one.facts)}
                    <br />
                  </>
                )}
                {t('sync.saved_at', { time: clockTime(deps, format, one.at) })}
              </>
            }
            actions={one.facts && <Button href={`/trainings/${one.facts.id}`}>{t('sync.open_training')}</Button>}
          />
        ))}
      </ul>
    </section>
  );
}
