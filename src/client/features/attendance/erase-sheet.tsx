import { useState } from 'preact/hooks';
import { ERASE_REASONS, type EraseReason } from '../../../core/sync/erasure.ts';
import { useDeps } from '../../deps/deps.ts';
import { useLive } from '../../deps/use-live.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Read } from '../../store/store.ts';
import { erasePerson, type EraseProblem, type Erased } from '../../sync/erase.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Tiles } from '../../ui/tiles.tsx';
import { showToast } from '../../ui/toast.ts';
import { whoIs } from './erase-actions.ts';

export interface EraseSheetProps {
  readonly registration: Read<'registration'>;
  readonly onClose: () => void;
}

/** The group of grounds: what is missing must come into sight. */
const REASON = 'erase-reason';

/** Says what an erasure takes and what it leaves, asks why, and does it. */
export function EraseSheet({ registration, onClose }: EraseSheetProps): preact.JSX.Element {
  const t = useT();
  const { store } = useDeps();
  const erasing = useErasing(registration, onClose);
  const found = useLive(async () => ({ link: await store.link(), trainings: (await whoIs(store, registration)).trainings }), [store, registration]);
  const options = ERASE_REASONS.map((value) => ({ value, label: t(`erase.reason_of.${value}`) }));
  return (
    <Sheet
      open
      title={t('erase.title')}
      onClose={erasing.busy ? () => undefined : onClose}
      footer={
        <>
          {erasing.problem !== undefined && (
            <Notice tone="danger" title={t('erase.problem_title')} alert>
              {t(`erase.problem.${erasing.problem}`)}
            </Notice>
          )}
          <Button kind="danger" icon="trash" busy={erasing.busy} onClick={erasing.go}>
            {t('erase.confirm')}
          </Button>
          <Button disabled={erasing.busy} onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      {found && (
        <div class="stack erase">
          <p class="erase-name">{registration.name}</p>
          <Part title={t('erase.goes_title')}>
            <p>{t(found.link === undefined ? 'erase.goes_here' : registration.person ? 'erase.goes' : 'erase.goes_place')}</p>
            <p>{t('erase.trainings', { n: found.trainings })}</p>
          </Part>
          <Part title={t('erase.stays_title')}>
            <p>{t('erase.stays')}</p>
            <p>{t('erase.files')}</p>
          </Part>
          {found.link !== undefined && <p>{t('erase.away')}</p>}
          <p>
            <strong>{t('erase.forever')}</strong>
          </p>
          <Tiles
            id={REASON}
            label={t('erase.reason')}
            size="small"
            options={options}
            value={erasing.reason}
            error={erasing.unanswered ? t('erase.reason_needed') : undefined}
            onValue={(value) => erasing.choose(value as EraseReason)}
          />
        </div>
      )}
    </Sheet>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: preact.ComponentChildren }): preact.JSX.Element {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface Erasing {
  readonly reason: EraseReason | undefined;
  readonly unanswered: boolean;
  readonly busy: boolean;
  readonly problem: EraseProblem | undefined;
  choose(reason: EraseReason): void;
  go(): void;
}

function useErasing(registration: Read<'registration'>, onDone: () => void): Erasing {
  const t = useT();
  const { store, ask, schedule } = useDeps();
  const [reason, setReason] = useState<EraseReason>();
  const [unanswered, setUnanswered] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<EraseProblem>();

  const told = async (erased: Erased): Promise<void> => {
    const own = (await store.link())?.device;
    const waiting = erased === 'alone' ? 0 : erased.waiting.filter((d) => d.device !== own).length;
    showToast({ text: waiting === 0 ? t('erase.done') : t('erase.done_waiting', { n: waiting }) });
  };
  const erase = async (why: EraseReason): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { subjects } = await whoIs(store, registration);
      const result = await erasePerson(store, ask, subjects, why);
      if (!result.ok) return setProblem(result.error);
      await told(result.value);
      // The endpoint's own state of these rows, and the word that this tablet has followed.
      void schedule.now();
      onDone();
    } catch {
      setProblem('failed');
    } finally {
      setBusy(false);
    }
  };
  return {
    reason, unanswered, busy, problem,
    choose(next) {
      setReason(next);
      setUnanswered(false);
    },
    go() {
      if (reason !== undefined) return void erase(reason);
      setUnanswered(true);
      document.getElementById(REASON)?.focus();
    },
  };
}
