import type { ComponentChildren } from 'preact';
import { useT } from '../i18n/i18n.ts';
import { Shell } from '../ui/shell.tsx';
import { useLocation } from './navigation.ts';
import { SyncPill } from './sync-pill.tsx';

export interface PageProps {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** Address the back button leads to. */
  readonly back?: string | undefined;
  readonly actions?: ComponentChildren;
  /** Hides the navigation: first start, and screens that are one task. */
  readonly bare?: boolean;
  readonly children: ComponentChildren;
}

/** Frame of every screen: header with the state of sync, navigation, main. */
export function Page(p: PageProps): preact.JSX.Element {
  const t = useT();
  const { path, route } = useLocation();
  const nav = [
    { href: '/', label: t('nav.trainings'), icon: 'list-checks' as const, current: path === '/' || path.startsWith('/trainings') },
    { href: '/totals', label: t('nav.totals'), icon: 'bar-chart' as const, current: path.startsWith('/totals') },
    { href: '/settings', label: t('nav.settings'), icon: 'settings' as const, current: ['/settings', '/sync', '/sync/send', '/sync/take', '/devices', '/refused'].includes(path) },
  ];
  const back = p.back;
  return (
    <Shell
      title={p.title}
      {...(p.subtitle ? { subtitle: p.subtitle } : {})}
      {...(back ? { back: () => route(back) } : {})}
      {...(p.bare ? {} : { nav, pill: <SyncPill /> })}
      actions={p.actions}
    >
      {p.children}
    </Shell>
  );
}
