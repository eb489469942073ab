import { SCHEMA } from '../../../core/entities/registry.ts';
import type { ListedDevice } from '../../../core/sync/history.ts';
import { useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useUnits } from '../../deps/use-units.ts';
import { useFormat, useLang, useT, type Format, type T } from '../../i18n/i18n.ts';
import type { DevicesNote } from '../../store/database.ts';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { areaWord } from './areas-field.tsx';
import { DeviceAreas } from './device-areas.tsx';
import { TakeOutSheet } from './take-out-sheet.tsx';
import type { OutProblem } from './take-out.ts';
import { CLOCK_OFF, spanWords } from './words.ts';

const WEEK = 7 * 24 * 3_600_000;

interface DeviceListProps {
  readonly note: DevicesNote;
  /** This tablet's own device id. */
  readonly own: string;
  /** This tablet's clock minus the endpoint's, ms: reports carry the endpoint's time. */
  readonly skew: number;
}

/** Every tablet of the project: when it was last heard, what it still held, what is wrong with it. Silent ones first, those taken out last. */
export function DeviceList({ note, own, skew }: DeviceListProps) {
  const t = useT();
  const list: readonly ListedDevice[] = note.list;
  const devices = [...list].sort((a, b) => Number(a.out !== undefined) - Number(b.out !== undefined) || a.seen - b.seen);
  const [opened, setOpened] = useState<string>();
  const [leaving, setLeaving] = useState<string>();
  const [problem, setProblem] = useState<OutProblem>();
  const open = devices.find((d) => d.device === opened);
  const goes = devices.find((d) => d.device === leaving);
  return (
    <>
      {problem !== undefined && (
        <Notice tone="danger" title={t('devices.out_failed')} alert onClose={() => setProblem(undefined)}>
          {t(`devices.out_problem.${problem}`)}
        </Notice>
      )}
      <ul class="list devices">
        {devices.map((d) => (
          <DeviceRow key={d.device} report={d} isOwn={d.device === own} skew={skew} onAreas={() => setOpened(d.device)} onLeave={() => setLeaving(d.device)} />
        ))}
      </ul>
      {open && <DeviceAreas report={open} onClose={() => setOpened(undefined)} />}
      {goes && <TakeOutSheet key={goes.device} report={goes} onClose={() => setLeaving(undefined)} onProblem={setProblem} />}
    </>
  );
}

interface DeviceRowProps {
  readonly report: ListedDevice;
  readonly isOwn: boolean;
  readonly skew: number;
  readonly onAreas: () => void;
  readonly onLeave: () => void;
}

function DeviceRow({ report, isOwn, skew, onAreas, onLeave }: DeviceRowProps) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const lang = useLang();
  const units = useUnits();
  const now = deps.now();
  const seen = report.seen + skew;
  const isOut = report.out !== undefined;
  const problems = problemsOf(t, report, now - seen);
  const tags = tagsOf(t, report, isOwn);
  const areas = report.areas.map((code) => areaWord(t, units?.name(code, lang), code)).join(', ');
  const label = report.label === '' ? t('devices.no_label') : report.label;
  return (
    <ListRow
      look={problems.length > 0 ? 'warn' : 'plain'}
      title={label}
      tags={tags}
      note={
        <>
          <span>{report.seen === 0 ? t('devices.never_seen') : t('devices.seen', { time: seenWords(t, format, clockTime(deps, format, seen), seen - now) })}</span>
          {report.out && <OutLines report={report} out={report.out} skew={skew} />}
          {areas !== '' && <Line>{t('devices.reads', { areas })}</Line>}
          {report.trainings.length > 0 && <Line>{t('devices.trainings_n', { n: report.trainings.length })}</Line>}
          {report.differs !== undefined && <Line>{t('devices.differs', { n: report.differs })}</Line>}
          {problems.map((problem) => (
            <Line key={problem}>
              <strong>{problem}</strong>
            </Line>
          ))}
        </>
      }
      // A coordinator's tablet sees everyone.
      actions={
        <DeviceActions label={label} isOut={isOut} onAreas={report.role === 'trainer' && !isOut ? onAreas : undefined} onLeave={isOwn ? undefined : onLeave} />
      }
    />
  );
}

const tagsOf = (t: T, { role, out }: ListedDevice, isOwn: boolean): string[] =>
  [t(`settings.role.${role}`), ...(isOwn ? [t('devices.own')] : []), ...(out ? [t('devices.out')] : [])];

interface DeviceActionsProps {
  readonly label: string;
  readonly isOut: boolean;
  readonly onAreas: (() => void) | undefined;
  readonly onLeave: (() => void) | undefined;
}

function DeviceActions({ label, isOut, onAreas, onLeave }: DeviceActionsProps) {
  const t = useT();
  const leave = t(isOut ? 'devices.let_in' : 'devices.take_out');
  return (
    <>
      {onAreas && (
        <Button icon="map-pin" label={`${t('devices.areas_change')}: ${label}`} onClick={onAreas}>
          {t('devices.areas_change')}
        </Button>
      )}
      {onLeave && (
        <Button kind="quiet" icon={isOut ? 'undo' : 'x'} label={`${leave}: ${label}`} onClick={onLeave}>
          {leave}
        </Button>
      )}
    </>
  );
}

/** Since when it is out, and whether its work has come. */
function OutLines({ report, out, skew }: { readonly report: ListedDevice; readonly out: NonNullable<ListedDevice['out']>; readonly skew: number }) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const time = (ms: number): string => clockTime(deps, format, ms + skew);
  const state = out.parted > 0 ? t('devices.out_parted', { time: time(out.parted) }) : t(report.seen > out.at ? 'devices.out_sends' : 'devices.out_unseen');
  return (
    <>
      <Line>
        <strong>{t('devices.out_since', { time: time(out.at) })}</strong>
      </Line>
      <Line>{state}</Line>
      {out.taken > 0 && <Line>{t('devices.out_taken', { n: out.taken })}</Line>}
    </>
  );
}

const seenWords = (t: T, format: Format, clock: string, delta: number): string => t('sync.when', { clock, ago: format.relative(Math.min(0, delta)) });

function Line({ children }: { readonly children: preact.ComponentChildren }) {
  return (
    <>
      <br />
      {children}
    </>
  );
}

/** What a coordinator should look after, in words. */
function problemsOf(t: T, d: ListedDevice, silence: number): string[] {
  if (d.out) return []; // what is to be looked after there stands by itself
  return [
    ...(d.seen > 0 && silence > WEEK ? [t('devices.silent')] : []),
    ...(d.unsent > 0 ? [t('devices.unsent', { n: d.unsent })] : []),
    ...(Math.abs(d.skew) > CLOCK_OFF ? [t('devices.clock', { span: spanWords(t, d.skew) })] : []),
    ...(d.seen > 0 && d.schema < SCHEMA ? [t('devices.old_app')] : []),
  ];
}
