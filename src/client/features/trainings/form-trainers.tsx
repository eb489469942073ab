import { label } from '../../../core/reference/vocabulary.ts';
import { useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { FieldError } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import type { TrainerLine } from './form-state.ts';
import type { OpenLine } from './trainer-sheet.tsx';
import type { TrainingFormModel } from './use-training-form.ts';

export interface FormTrainersProps {
  readonly model: TrainingFormModel;
  readonly onOpen: (line: OpenLine) => void;
}

/** Who gives the training: many to one, each of a kind. */
export function FormTrainers({ model, onOpen }: FormTrainersProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const { form, errors, change } = model;
  return (
    <section class="stack" aria-labelledby="form-trainers">
      <h2 id="form-trainers">
        {t('form.trainers')} <span class="muted">· {t('ui.optional')}</span>
      </h2>
      <FieldError id="form-trainers-error" text={errors.trainers && t(errors.trainers)} />
      {form.trainers.length > 0 && (
        <ul class="list trainer-lines">
          {form.trainers.map((line, i) => (
            <ListRow
              key={line.trainer ?? line.name}
              title={line.name}
              note={wordsOf(line, lang)}
              onOpen={() => onOpen(i)}
              actions={
                <IconButton icon="x" quiet label={t('ui.remove', { what: line.name })} onClick={() => change({ trainers: form.trainers.filter((l) => l !== line) })} />
              }
            />
          ))}
        </ul>
      )}
      <div class="actions">
        <Button icon="user-plus" onClick={() => onOpen('new')}>
          {t('form.trainer_add')}
        </Button>
      </div>
    </section>
  );
}

/** Kind and part of a trainer, in words. */
export function wordsOf(line: Pick<TrainerLine, 'kind' | 'part'>, lang: ReturnType<typeof useLang>): string {
  const parts = [line.kind && label('trainer_kind', line.kind, lang), line.part && label('trainer_part', line.part, lang)];
  return parts.filter(Boolean).join(' · ');
}
