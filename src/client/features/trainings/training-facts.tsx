import type { ComponentChildren } from 'preact';
import { label } from '../../../core/reference/vocabulary.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { Chips } from '../../ui/chips.tsx';
import { wordsOf } from './form-trainers.tsx';
import { linesOf } from './form-state.ts';
import type { TrainingRows } from './load.ts';
import { useTrainingWords } from './use-training-words.ts';

/** What is known of a training; what nobody said is left out. */
export function TrainingFacts({ rows }: { readonly rows: TrainingRows }): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const format = useFormat();
  const { training, slots } = rows;
  const words = useTrainingWords(training);
  const trainers = linesOf(rows);
  const days = slots.length > 1 ? slots.map((s) => format.day(s.day ?? '', 'day_month')).join(', ') : undefined;
  const langs = (training.langs ?? []).map((code) => label('language', code, lang)).join(', ');
  const topics = (training.topics ?? []).map((code) => ({ id: code, label: label('topic', code, lang) }));
  return (
    <section class="stack" aria-labelledby="training-facts">
      <h2 id="training-facts">{t('training.facts')}</h2>
      <dl class="facts">
        <Fact term={t('form.name')}>{training.title}</Fact>
        <Fact term={t('form.unit')}>{[words.name, words.path].filter(Boolean).join(' · ')}</Fact>
        <Fact term={t('form.venue')}>{training.venue}</Fact>
        <Fact term={t('training.days')}>{days ?? words.days}</Fact>
        <Fact term={t('form.trainers')}>
          {trainers.length > 0 && (
            <ul>
              {trainers.map((line) => (
                <li key={line.trainer}>
                  {line.name} <span class="muted">— {wordsOf(line, lang)}</span>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact term={t('form.kind')}>{training.kind && label('event_kind', training.kind, lang)}</Fact>
        <Fact term={t('form.topics')}>{topics.length > 0 && <Chips label={t('form.topics')} chips={topics} />}</Fact>
        <Fact term={t('form.langs')}>{langs}</Fact>
        <Fact term={t('form.notes')}>{training.notes && <span class="facts-notes">{training.notes}</span>}</Fact>
      </dl>
    </section>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ComponentChildren }): preact.JSX.Element | null {
  if (children === undefined || children === null || children === false || children === '') return null;
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
