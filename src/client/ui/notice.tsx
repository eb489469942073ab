import type { ComponentChildren } from 'preact';
import { useT } from '../i18n/i18n.ts';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

export type NoticeTone = 'info' | 'ok' | 'warn' | 'danger';

export interface NoticeProps {
  readonly tone?: NoticeTone | undefined;
  readonly title?: string | undefined;
  readonly children?: ComponentChildren;
  /** One button, or a few. */
  readonly action?: ComponentChildren;
  readonly onClose?: (() => void) | undefined;
  /** Read aloud at once when it appears: only for what just went wrong. */
  readonly alert?: boolean | undefined;
}

const PICTURES: Readonly<Record<NoticeTone, IconName>> = { info: 'info', ok: 'check', warn: 'alert', danger: 'alert' };

export function Notice({ tone = 'info', title, children, action, onClose, alert }: NoticeProps) {
  const t = useT();
  return (
    <div class={classes('notice', `notice-${tone}`)} role={alert === true ? 'alert' : undefined}>
      <Icon name={PICTURES[tone]} />
      <div class="notice-body">
        {title !== undefined && <p class="notice-title">{title}</p>}
        {children !== undefined && <div>{children}</div>}
        {action !== undefined && <div class="actions">{action}</div>}
      </div>
      {onClose !== undefined && <IconButton icon="x" label={t('ui.close')} quiet onClick={onClose} />}
    </div>
  );
}
