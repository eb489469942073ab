import { useState } from 'preact/hooks';
import { localDayTime } from '../../../core/format/dates.ts';
import type { DeviceReport } from '../../../core/sync/protocol.ts';
import { useDeps } from '../../deps/deps.ts';
import { useLive } from '../../deps/use-live.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { grant, type GrantProblem } from './grants.ts';

/** For coordinators: which tablets may read and mark this training. */
export function TrainingTablets({ training }: { readonly training: string }): preact.JSX.Element {
  const t = useT();
  const { store } = useDeps();
  const state = useLive(async () => ({ note: await store.devices(), link: await store.link() }), [store]);
  const [problem, setProblem] = useState<GrantProblem>();
  const trainers = (state?.note?.list ?? []).filter((d) => d.role === 'trainer');
  return (
    <section class="stack" aria-labelledby="training-tablets">
      <h2 id="training-tablets">{t('training.tablets')}</h2>
      <p>{t('training.tablets_text')}</p>
      {problem !== undefined && (
        <Notice tone="danger" title={t('training.grant_failed')} alert onClose={() => setProblem(undefined)}>
          {t(`training.grant_problem.${problem}`)}
        </Notice>
      )}
      {state && trainers.length === 0 && (
        <Notice action={<Button href="/devices">{t('training.tablets_invite')}</Button>}>{t('training.tablets_none')}</Notice>
      )}
      {state?.link && trainers.length > 0 && (
        <ul class="list">
          {trainers.map((d) => (
            <Tablet key={d.device} device={d} listAt={state.note?.at ?? 0} training={training} token={state.link?.token ?? ''} onProblem={setProblem} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface TabletProps {
  readonly device: DeviceReport;
  /** When the list of devices was fetched, ms. */
  readonly listAt: number;
  readonly training: string;
  readonly token: string;
  readonly onProblem: (problem: GrantProblem | undefined) => void;
}

function Tablet({ device, listAt, training, token, onProblem }: TabletProps): preact.JSX.Element {
  const t = useT();
  const format = useFormat();
  const deps = useDeps();
  const [isBusy, setBusy] = useState(false);
  // What the endpoint has just confirmed holds until its next list of devices says so itself.
  const [said, setSaid] = useState<{ readonly isOn: boolean; readonly listAt: number }>();
  const isOn = said?.listAt === listAt ? said.isOn : device.trainings.includes(training);
  const toggle = async (): Promise<void> => {
    setBusy(true);
    onProblem(undefined);
    const problem = await grant(deps.ask, token, { training, device: device.device, on: !isOn });
    setBusy(false);
    if (problem) return onProblem(problem);
    setSaid({ isOn: !isOn, listAt });
    void deps.schedule.now();
  };
  const seen = device.seen > 0 ? localDayTime(device.seen, deps.zone(device.seen)) : undefined;
  return (
    <ListRow
      title={device.label || device.device}
      tags={[t(isOn ? 'training.tablet_may' : 'training.tablet_may_not')]}
      look={isOn ? 'done' : 'plain'}
      note={seen ? t('training.tablet_seen', { when: `${format.day(seen.slice(0, 10))} ${format.time(seen)}` }) : t('training.tablet_never')}
      actions={
        <Button busy={isBusy} onClick={() => void toggle()} label={`${t(isOn ? 'training.disallow' : 'training.allow')}: ${device.label}`}>
          {t(isOn ? 'training.disallow' : 'training.allow')}
        </Button>
      }
    />
  );
}
