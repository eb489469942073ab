import { useT } from '../i18n/i18n.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Nothing can be kept in this window: says so, and what to do, in place of an app that would lose everything. */
export function Blocked(): preact.JSX.Element {
  const t = useT();
  return (
    <main class="main">
      <h1>{t('ui.app_name')}</h1>
      <Notice tone="danger" title={t('app.blocked_title')} action={<Button onClick={() => location.reload()}>{t('app.broken_reload')}</Button>} alert>
        {t('storage.no_database')}
      </Notice>
    </main>
  );
}
