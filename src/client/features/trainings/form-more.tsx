import { useState } from 'preact/hooks';
import { label, vocabulary, type VocabularyName } from '../../../core/reference/vocabulary.ts';
import { useLang, useT } from '../../i18n/i18n.ts';
import { TextInput } from '../../ui/text-input.tsx';
import { CheckTiles, Tiles, type TileOption } from '../../ui/tiles.tsx';
import type { FormState } from './form-state.ts';
import type { TrainingFormModel } from './use-training-form.ts';

/** What can wait: folded away until something stands in it. */
export function FormMore({ model }: { readonly model: TrainingFormModel }): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const { form, errors, change } = model;
  const [isOpen, setOpen] = useState(holdsMore(form));
  const isWrong = errors.title !== undefined || errors.notes !== undefined || errors.kind !== undefined;
  return (
    <details class="form-more" open={isOpen || isWrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('form.more')}</summary>
      <div class="stack">
        <Tiles
          label={t('form.kind')}
          error={errors.kind && t(errors.kind)}
          size="small"
          options={tiles('event_kind', lang, [form.kind])}
          value={form.kind || undefined}
          onValue={(kind) => change({ kind })}
        />
        <TextInput
          label={t('form.name')}
          hint={t('form.name_hint')}
          optional
          error={errors.title && t(errors.title)}
          value={form.title}
          onValue={(title) => change({ title })}
          maxLength={300}
        />
        <CheckTiles
          label={t('form.topics')}
          optional
          size="small"
          options={tiles('topic', lang, form.topics)}
          values={form.topics}
          onValues={(topics) => change({ topics })}
        />
        <CheckTiles
          label={t('form.langs')}
          optional
          size="small"
          options={tiles('language', lang, form.langs)}
          values={form.langs}
          onValues={(langs) => change({ langs })}
        />
        <TextInput
          label={t('form.notes')}
          optional
          rows={4}
          error={errors.notes && t(errors.notes)}
          value={form.notes}
          onValue={(notes) => change({ notes })}
          maxLength={4000}
        />
      </div>
    </details>
  );
}

const holdsMore = (f: FormState): boolean =>
  f.kind !== 'training' || f.title !== '' || f.topics.length > 0 || f.langs.length > 0 || f.notes !== '';

/** The choices of a list, and codes already chosen that this version does not know. */
function tiles(name: VocabularyName, lang: ReturnType<typeof useLang>, chosen: readonly string[]): TileOption[] {
  const known = vocabulary(name).map((e) => e.code);
  const all = [...known, ...chosen.filter((c) => c !== '' && !known.includes(c))];
  return all.map((code) => ({ value: code, label: label(name, code, lang) }));
}
