import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { SunButton } from './sun-button.tsx';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly current?: boolean | undefined;
}

export interface ShellProps {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** An address, or what Back does. */
  readonly back?: string | (() => void) | undefined;
  /** Buttons in the head. */
  readonly actions?: ComponentChildren;
  /** The state of sync. */
  readonly pill?: ComponentChildren;
  /** The app's sections: below where it is narrow, at the side where it is wide. */
  readonly nav?: readonly NavItem[] | undefined;
  /** Above the content: an update is ready, storage is not kept. */
  readonly banner?: ComponentChildren;
  /**
   * For the browser's tab and history, beside the app's name. Left out, the tab shows the app's name alone:
   * a title may hold a person's name, and history outlives the screen.
   */
  readonly tabTitle?: string | undefined;
  readonly children: ComponentChildren;
}

/** True until the first screen has been shown: a page that has just loaded keeps the browser's own focus. */
let fresh = true;

/** One screen: head, navigation, content. Knows no router: addresses are plain links. */
export function Shell(props: ShellProps) {
  const { title, subtitle, back, actions, tabTitle, pill, nav, banner, children } = props;
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  const path = location.pathname;
  const app = t('ui.app_name');
  useLayoutEffect(() => {
    document.title = tabTitle === undefined ? app : `${tabTitle} · ${app}`;
  }, [tabTitle, app]);
  useEffect(() => {
    if (fresh) fresh = false;
    else moveFocus(heading.current);
  }, [path]);
  return (
    <div class="screen">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          // The router must not take it for a page.
          event.preventDefault();
          heading.current?.focus();
        }}
      >
        {t('nav.skip')}
      </a>
      <header class={classes('head', back !== undefined && 'head-back')}>
        {typeof back === 'string' && <IconButton icon="arrow-left" label={t('ui.back')} href={back} />}
        {typeof back === 'function' && <IconButton icon="arrow-left" label={t('ui.back')} onClick={back} />}
        <div class="head-words">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {subtitle !== undefined && <p>{subtitle}</p>}
        </div>
        <div class="head-tools">
          <div class="head-pill">{pill}</div>
          {actions}
          <SunButton />
          <LanguageSwitch />
        </div>
      </header>
      {nav !== undefined && nav.length > 0 && <Nav items={nav} />}
      <main class="main" id="main">
        {banner}
        {children}
      </main>
    </div>
  );
}

/** The sections. */
function Nav({ items }: { readonly items: readonly NavItem[] }) {
  const t = useT();
  return (
    <nav class="nav" aria-label={t('nav.main')}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.current === true ? 'page' : undefined}>
              <Icon name={item.icon} />
              <span>{item.label}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** To the heading of the new page, unless a field there asked for the focus or something lies over the page. */
function moveFocus(heading: HTMLElement | null): void {
  const at = document.activeElement;
  if (document.querySelector('dialog[open]') !== null) return;
  if (at instanceof HTMLElement && at.matches('main input, main textarea, main select')) return;
  heading?.focus();
}
