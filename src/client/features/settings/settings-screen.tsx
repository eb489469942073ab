import { useDeps } from '../../deps/deps.ts';
import { Page } from '../../deps/page.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useUnits } from '../../deps/use-units.ts';
import { languages, setLanguage, useLang, useT, type MessageKey } from '../../i18n/i18n.ts';
import type { Link } from '../../store/database.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { setTheme, useTheme, type ThemeChoice } from '../../ui/theme.ts';
import { showToast } from '../../ui/toast.ts';
import { AboutCard } from './about-card.tsx';
import { saveName, saveTablet } from './actions.ts';
import { InstallCard } from './install-card.tsx';
import { JoinCard } from './join-card.tsx';
import { readMe } from './queries.ts';
import { SavedField } from './saved-field.tsx';
import './settings.css';
import { StorageStatus } from './storage-status.tsx';

/** Language, look, who works here, the project, storage, installing, sources. */
export function SettingsScreen() {
  const t = useT();
  const { store } = useDeps();
  const me = useLive(() => readMe(store), [store]);
  const link = useLive(async () => (await store.link()) ?? 'alone', [store]);
  return (
    <Page title={t('nav.settings')}>
      <div class="stack settings-screen">
        <LookCard />
        {me && (
          <section class="card stack" aria-labelledby="you-title">
            <h2 id="you-title">{t('settings.you')}</h2>
            <SavedField label={t('settings.name')} hint={t('settings.name_hint')} maxLength={200} value={me.name} save={(text) => saveName(store, text)} />
            <SavedField label={t('settings.tablet')} hint={t('settings.tablet_hint')} maxLength={100} value={me.tablet} save={(text) => saveTablet(store, text)} />
          </section>
        )}
        {link === 'alone' && <JoinCard />}
        {link !== undefined && link !== 'alone' && <ProjectCard link={link} />}
        <section class="stack" aria-labelledby="storage-title">
          <h2 id="storage-title">{t('storage.title')}</h2>
          <StorageStatus />
          <div class="actions">
            <Button href="/sync" icon="cloud-upload">
              {t('settings.open_sync')}
            </Button>
          </div>
        </section>
        <InstallCard />
        <AboutCard />
      </div>
    </Page>
  );
}

const THEMES: readonly (readonly [ThemeChoice, MessageKey])[] = [
  ['auto', 'ui.theme_auto'],
  ['light', 'ui.theme_light'],
  ['dark', 'ui.theme_dark'],
  ['sun', 'ui.theme_sun'],
];

function LookCard() {
  const t = useT();
  const lang = useLang();
  const { choice } = useTheme();
  const change = (code: typeof lang): void => {
    setLanguage(code).catch(() => showToast({ text: t('lang.not_loaded'), tone: 'warn' }));
  };
  return (
    <section class="card stack" aria-labelledby="look-title">
      <h2 id="look-title">{t('settings.look')}</h2>
      <Segmented
        label={t('ui.language')}
        labelShown
        options={languages.map(({ code, name }) => ({ value: code, label: name, lang: code }))}
        value={lang}
        onValue={change}
      />
      <Segmented
        label={t('ui.theme')}
        labelShown
        options={THEMES.map(([value, key]) => ({ value, label: t(key) }))}
        value={choice}
        onValue={setTheme}
      />
    </section>
  );
}

/** The tie to the project: where records go, as whom, and whose people are seen. */
function ProjectCard({ link }: { readonly link: Link }) {
  const t = useT();
  const lang = useLang();
  const units = useUnits();
  const areas = link.areas.map((code) => units?.name(code, lang) ?? code).join(', ');
  const seen = link.role === 'coordinator' ? t('settings.areas_all') : areas === '' ? t('settings.areas_none') : areas;
  return (
    <section class="card stack" aria-labelledby="project-title">
      <h2 id="project-title">{t('settings.project')}</h2>
      <p>{t('settings.joined_as', { role: t(`settings.role.${link.role}`) })}</p>
      <p>{t('settings.server', { address: location.host })}</p>
      <p>{t('settings.areas', { areas: seen })}</p>
      {link.role === 'coordinator' && (
        <div class="actions">
          <Button href="/devices" icon="tablet">
            {t('settings.open_devices')}
          </Button>
          <Button href="/erased" icon="trash">
            {t('erase.list_open')}
          </Button>
        </div>
      )}
    </section>
  );
}
