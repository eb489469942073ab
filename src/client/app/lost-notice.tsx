import { useT } from '../i18n/i18n.ts';
import { Notice } from '../ui/notice.tsx';
import type { Loss } from './kept-mark.ts';

/** The browser deleted what was here: what that means, and what to do. */
export function LostNotice({ loss }: { readonly loss: Loss }): preact.JSX.Element {
  const t = useT();
  const text = loss.alone ? t('start.lost_alone') : loss.unsent > 0 ? t('start.lost_unsent', { count: loss.unsent }) : t('start.lost_sent');
  return (
    <Notice tone={loss.alone || loss.unsent > 0 ? 'danger' : 'warn'} title={t('start.lost_title')} alert>
      {text}
    </Notice>
  );
}
