import { useEffect, useRef, useState } from 'preact/hooks';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FormMore } from './form-more.tsx';
import { FormTrainers } from './form-trainers.tsx';
import { FormWhen } from './form-when.tsx';
import { FormWhere } from './form-where.tsx';
import type { Kept } from './kept-forms.ts';
import type { FormRows } from './load.ts';
import { TrainerSheet, type OpenLine } from './trainer-sheet.tsx';
import { useTrainingForm } from './use-training-form.ts';

export interface TrainingFormProps {
  readonly rows: FormRows;
  /** The form over what stands now. */
  readonly opened: Kept;
  readonly back: string;
}

/** Facts of a training. What it takes to begin comes first; the rest can wait. */
export function TrainingForm({ rows, opened, back }: TrainingFormProps): preact.JSX.Element {
  const t = useT();
  const model = useTrainingForm(opened, back);
  const { element, showFirstWrong } = useFirstWrong();
  const [line, setLine] = useState<OpenLine>();
  const { form, change } = model;
  const turn = model.isRestored ? 'restored' : 'fresh';
  const submit = async (): Promise<void> => {
    // A field may refuse by itself what stands in it (a date that is none): then it would be lost in silence.
    const isRefused = element.current?.querySelector('[aria-invalid="true"]') !== null;
    if (!(await model.submit(isRefused))) showFirstWrong();
  };
  return (
    <>
      <form
        ref={element}
        class="stack training-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!model.isBusy) void submit();
        }}
      >
        {model.isRestored && (
          <Notice action={<Button onClick={model.discard}>{t('form.discard')}</Button>}>{t('form.restored')}</Notice>
        )}
        {/* Anew when what was typed earlier is given up: the fields hold text of their own. */}
        <FormWhere key={`where ${turn}`} model={model} trainings={rows.trainings} />
        <FormWhen key={`when ${turn}`} model={model} slots={rows.slots} marked={rows.marked} />
        <FormTrainers model={model} onOpen={setLine} />
        <FormMore model={model} />
        {model.failure !== undefined && (
          <Notice tone="danger" title={t('fault.not_saved')} alert>
            {t(model.failure)}
          </Notice>
        )}
        <div class="actions">
          <Button type="submit" kind="primary" size="big" icon="check" busy={model.isBusy}>
            {t('form.save')}
          </Button>
          <Button kind="quiet" onClick={model.cancel}>
            {t('ui.cancel')}
          </Button>
        </div>
      </form>
      {/* Outside the form: it holds one of its own. */}
      {line !== undefined && (
        <TrainerSheet
          open={line}
          lines={form.trainers}
          known={rows.trainers}
          onDone={(trainers) => {
            change({ trainers });
            setLine(undefined);
          }}
          onClose={() => setLine(undefined)}
        />
      )}
    </>
  );
}

/** After a refused save the focus goes to the first field that is wrong. */
function useFirstWrong() {
  const element = useRef<HTMLFormElement>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (turn === 0) return;
    const field = element.current?.querySelector('.field-wrong');
    const input = field?.matches('fieldset') ? field : field?.querySelector('input, select, textarea');
    if (!(input instanceof HTMLElement)) return;
    input.focus({ preventScroll: true });
    // With its label and error in sight, clear of the head and of the navigation.
    field?.scrollIntoView({ block: 'center' });
  }, [turn]);
  return { element, showFirstWrong: () => setTurn((n) => n + 1) };
}
