import { SCHEMA } from '../../../core/entities/registry.ts';
import type { DeviceReport } from '../../../core/sync/protocol.ts';
import { useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useUnits } from '../../deps/use-units.ts';
import { useFormat, useLang, useT, type Format, type T } from '../../i18n/i18n.ts';
import type { DevicesNote } from '../../store/database.ts';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { areaWord } from './areas-field.tsx';
import { DeviceAreas } from './device-areas.tsx';
import { CLOCK_OFF, spanWords } from './words.ts';

const WEEK = 7 * 24 * 3_600_000;

interface DeviceListProps {
  readonly note: DevicesNote;
  /** This tablet's own device id. */
  readonly own: string;
  /** This tablet's clock minus the endpoint's, ms: reports carry the endpoint's time. */
  readonly skew: number;
}

/** Every tablet of the project: when it was last heard, what it still held, what is wrong with it. Silent ones first. */
export function DeviceList({ note, own, skew }: DeviceListProps) {
  const devices = [...note.list].sort((a, b) => a.seen - b.seen);
  const [opened, setOpened] = useState<string>();
  const open = devices.find((d) => d.device === opened);
  return (
    <>
      <ul class="list">
        {devices.map((d) => (
          <DeviceRow key={d.device} report={d} isOwn={d.device === own} skew={skew} onAreas={() => setOpened(d.device)} />
        ))}
      </ul>
      {open && <DeviceAreas report={open} onClose={() => setOpened(undefined)} />}
    </>
  );
}

interface DeviceRowProps {
  readonly report: DeviceReport;
  readonly isOwn: boolean;
  readonly skew: number;
  readonly onAreas: () => void;
}

function DeviceRow({ report, isOwn, skew, onAreas }: DeviceRowProps) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const lang = useLang();
  const units = useUnits();
  const now = deps.now();
  const seen = report.seen + skew;
  const problems = problemsOf(t, report, now - seen);
  const tags = [t(`settings.role.${report.role}`), ...(isOwn ? [t('devices.own')] : [])];
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
        report.role === 'trainer' && (
          <Button icon="map-pin" label={`${t('devices.areas_change')}: ${label}`} onClick={onAreas}>
            {t('devices.areas_change')}
          </Button>
        )
      }
    />
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
function problemsOf(t: T, d: DeviceReport, silence: number): string[] {
  return [
    ...(d.seen > 0 && silence > WEEK ? [t('devices.silent')] : []),
    ...(d.unsent > 0 ? [t('devices.unsent', { n: d.unsent })] : []),
    ...(Math.abs(d.skew) > CLOCK_OFF ? [t('devices.clock', { span: spanWords(t, d.skew) })] : []),
    ...(d.seen > 0 && d.schema < SCHEMA ? [t('devices.old_app')] : []),
  ];
}
