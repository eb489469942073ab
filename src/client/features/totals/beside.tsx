import { localDayTime } from '../../../core/format/dates.ts';
import type { DeviceReport } from '../../../core/sync/protocol.ts';
import { useDeps } from '../../deps/deps.ts';
import { useFormat, useT, type Format, type T } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FigureLink } from './figure-link.tsx';
import { namedPath } from './figure-path.ts';
import { silentSince } from './silent.ts';
import type { ReadyTotals } from './use-totals.ts';

/** What the totals do not hold: open trainings, silent devices, what is unsent, and whether this tablet sees all. */
export function Beside({ ready }: { readonly ready: ReadyTotals }) {
  const t = useT();
  const { totals, standing } = ready;
  const { open } = totals;
  return (
    <section class="card stack" aria-labelledby="beside-title">
      <h2 id="beside-title">{t('totals_screen.beside')}</h2>
      {!standing.isWhole && <Notice tone="info">{t('totals_screen.only_here')}</Notice>}
      {open.trainings.value > 0 && (
        <p>
          {t('totals.open_n', { count: open.trainings.value })}{' '}
          <FigureLink chosen={ready} path={namedPath('open')} figure={open.trainings} label={t('totals.open')} />
          {' · '}
          {t('totals.open_participants')}:{' '}
          <FigureLink chosen={ready} path={namedPath('open_participants')} figure={open.participants} label={t('totals.open_participants')} />
        </p>
      )}
      {standing.isWhole && <SilentDevices ready={ready} />}
      {standing.unsent === 0 ? (
        <p>{t('totals_screen.unsent_none')}</p>
      ) : (
        <Notice tone="warn" action={<Button href="/sync">{t('nav.sync')}</Button>}>
          {t('totals_screen.unsent_here', { n: standing.unsent })}
        </Notice>
      )}
    </section>
  );
}

/** Devices whose records may be missing, with the time each was last heard. */
function SilentDevices({ ready }: { readonly ready: ReadyTotals }) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const { others, skew } = ready.standing;
  if (!others) return <Notice tone="warn">{t('totals_screen.silent_unknown')}</Notice>;
  const silent = silentSince({ filter: ready.filter, span: ready.totals.span, others, skew }, deps);
  const waiting = others.reduce((n, d) => n + d.unsent, 0);
  const seen = (d: DeviceReport): string => lastSeen(t, format, d.seen === 0 ? '' : localDayTime(d.seen + skew, deps.zone(d.seen)));
  return (
    <>
      <p>{silent.devices.length === 0 ? t('totals.devices_all') : t('totals_screen.silent', { day: format.day(silent.day), n: silent.devices.length })}</p>
      {silent.devices.length > 0 && (
        <details>
          <summary>{t('totals_screen.silent_list')}</summary>
          <ul class="totals-list">
            {silent.devices.map((d) => (
              <li key={d.device}>{t('totals_screen.silent_row', { label: d.label || d.device, seen: seen(d) })}</li>
            ))}
          </ul>
        </details>
      )}
      {waiting > 0 && <p>{t('totals_screen.waiting_elsewhere', { n: waiting })}</p>}
    </>
  );
}

const lastSeen = (t: T, format: Format, moment: string): string =>
  moment === '' ? t('export.never_seen') : `${format.day(moment.slice(0, 10))}, ${format.time(moment)}`;
