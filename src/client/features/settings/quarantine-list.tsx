import { useState } from 'preact/hooks';
import type { Value } from '../../../core/schema/field.ts';
import { useDeps } from '../../deps/deps.ts';
import { useT } from '../../i18n/i18n.ts';
import { ConfirmSheet } from '../../ui/confirm-sheet.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.ts';
import { CorrectSheet } from './correct-sheet.tsx';
import { decide, type QuarantineProblem, type Waiting } from './quarantine.ts';
import { QuarantineRow } from './quarantine-row.tsx';
import type { Quarantine } from './use-quarantine.ts';
import { reasonForCoordinator } from './words.ts';

interface QuarantineListProps {
  readonly quarantine: Quarantine;
  readonly waiting: readonly Waiting[];
}

/** Refused saves by tablet, and the three ways to decide about one. */
export function QuarantineList({ quarantine, waiting }: QuarantineListProps) {
  const t = useT();
  const [rejecting, setRejecting] = useState<Waiting>();
  const [correcting, setCorrecting] = useState<Waiting>();
  const [typed, setTyped] = useState<ReadonlyMap<string, ReadonlyMap<string, Value>>>(new Map());
  const { busy, problem, clear, accept, reject } = useDecisions(quarantine);
  return (
    <>
      {problem !== undefined && (
        <Notice tone="danger" title={t('quarantine.not_done')} alert onClose={clear}>
          {t(`quarantine.problem.${problem}`)}
        </Notice>
      )}
      {byTablet(waiting).map(([device, list]) => (
        <section key={device} class="card stack" aria-labelledby={`from-${device}`}>
          <h2 id={`from-${device}`}>{tabletWords(t, list[0])}</h2>
          <p class="muted">{t('quarantine.n', { n: list.length })}</p>
          <ul class="list refused">
            {list.map((one) => (
              <QuarantineRow
                key={one.key}
                one={one}
                busy={busy}
                onAccept={() => void accept(one)}
                onCorrect={() => setCorrecting(one)}
                onReject={() => setRejecting(one)}
              />
            ))}
          </ul>
        </section>
      ))}
      {correcting && (
        <CorrectSheet
          key={correcting.key}
          one={correcting}
          typed={typed.get(correcting.key) ?? new Map()}
          onTyped={(now) => setTyped(new Map([...typed, [correcting.key, now]]))}
          onClose={() => setCorrecting(undefined)}
          onDone={() => quarantine.drop(correcting.entry)}
        />
      )}
      {rejecting && (
        <ConfirmSheet
          open
          title={t('quarantine.reject_title')}
          text={t('quarantine.reject_text')}
          confirm={t('quarantine.reject')}
          danger
          busy={busy}
          onConfirm={() => void reject(rejecting).then(() => setRejecting(undefined))}
          onClose={() => setRejecting(undefined)}
        />
      )}
    </>
  );
}

interface Decisions {
  readonly busy: boolean;
  readonly problem: QuarantineProblem | undefined;
  clear(): void;
  accept(one: Waiting): Promise<void>;
  reject(one: Waiting): Promise<void>;
}

function useDecisions(quarantine: Quarantine): Decisions {
  const t = useT();
  const { store, ask, schedule } = useDeps();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<QuarantineProblem>();
  const run = async ({ entry }: Waiting, what: 'retry' | 'discard'): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const verdict = await decide(store, ask, entry, what).catch(() => ({ ok: false, error: 'failed' }) as const);
    setBusy(false);
    if (!verdict.ok && verdict.error !== 'gone') return setProblem(verdict.error);
    if (verdict.ok && verdict.value.done === 'refused') {
      const reason = verdict.value.reason ?? entry.reason;
      quarantine.refuse(entry, reason);
      return void showToast({ text: t('quarantine.still_refused', { reason: reasonForCoordinator(t, reason) }), tone: 'warn' });
    }
    quarantine.drop(entry);
    showToast({ text: t(!verdict.ok ? 'quarantine.decided' : what === 'retry' ? 'quarantine.accepted' : 'quarantine.rejected') });
    // What was accepted comes with the next answer.
    void schedule.now();
  };
  return { busy, problem, clear: () => setProblem(undefined), accept: (one) => run(one, 'retry'), reject: (one) => run(one, 'discard') };
}

/** Tablets in the order of their newest entry. */
function byTablet(waiting: readonly Waiting[]): [device: string, list: readonly Waiting[]][] {
  const groups = new Map<string, Waiting[]>();
  for (const one of waiting) groups.set(one.entry.device, [...(groups.get(one.entry.device) ?? []), one]);
  return [...groups];
}

function tabletWords(t: ReturnType<typeof useT>, one: Waiting | undefined): string {
  return one === undefined || one.tablet === '' ? t('devices.no_label') : one.tablet;
}
