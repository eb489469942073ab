import { localDayTime } from '../../../core/format/dates.ts';
import { useDeps } from '../../deps/deps.ts';
import { appVersion, buildTimeMs } from '../../device/build.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';

/** Version, and whose data, type and pictures these are. */
export function AboutCard() {
  const t = useT();
  const format = useFormat();
  const { zone } = useDeps();
  const built = localDayTime(buildTimeMs, zone(buildTimeMs)).slice(0, 10);
  return (
    <section class="card stack" aria-labelledby="about-title">
      <h2 id="about-title">{t('settings.about')}</h2>
      <p>
        {t('update.version', { version: appVersion })} · {t('settings.built', { day: format.day(built) })}
      </p>
      <h3>{t('settings.sources')}</h3>
      <ul class="settings-sources">
        <li>{t('settings.source_units')}</li>
        <li>{t('settings.source_geonames')}</li>
        <li>{t('settings.source_font')}</li>
        <li>{t('settings.source_icons')}</li>
        <li>{t('settings.licence')}</li>
      </ul>
    </section>
  );
}
