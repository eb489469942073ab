import '../../../src/client/styles/index.css';
import { render, type ComponentChildren } from 'preact';
import { initI18n, useT } from '../../../src/client/i18n/i18n.ts';
import { initTheme } from '../../../src/client/ui/theme.ts';
import { parseLang } from '../../../src/core/format/languages.ts';
import { Pill } from '../../../src/client/ui/pill.tsx';
import { Shell } from '../../../src/client/ui/shell.tsx';
import { ToastHost } from '../../../src/client/ui/toast-host.tsx';
import { Buttons, Messages } from './messages-page.tsx';
import { Figures, Lists } from './lists-page.tsx';
import { Forms } from './forms-page.tsx';
import { Overlays } from './overlays-page.tsx';
import { words } from './sample-words.ts';

const parts: Readonly<Record<string, () => ComponentChildren>> = {
  buttons: () => <Buttons />,
  messages: () => <Messages />,
  lists: () => <Lists />,
  figures: () => <Figures />,
  forms: () => <Forms />,
  overlays: () => <Overlays />,
};

function Kit({ part }: { readonly part: string }) {
  const t = useT();
  const w = words();
  return (
    <>
      <Shell
        title={w.title}
        subtitle={w.subtitle}
        tabTitle={w.title}
        back="?part=buttons"
        pill={<Pill look="local" text={w.pillLocal} detail={w.pillLocalDetail} onClick={() => undefined} />}
        nav={[
          { href: '?part=lists', label: t('nav.trainings'), icon: 'list-checks', current: part === 'lists' },
          { href: '?part=figures', label: t('nav.totals'), icon: 'bar-chart', current: part === 'figures' },
          { href: '?part=forms', label: t('nav.settings'), icon: 'settings', current: part === 'forms' },
        ]}
      >
        {parts[part]?.() ?? Object.values(parts).map((make) => make())}
      </Shell>
      <ToastHost />
    </>
  );
}

const asked = new URLSearchParams(location.search);
initTheme();
await initI18n(parseLang(asked.get('lang') ?? '') ?? 'ky');
const root = document.getElementById('app');
if (root !== null) render(<Kit part={asked.get('part') ?? ''} />, root);
