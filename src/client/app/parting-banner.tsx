import { useDeps } from '../deps/deps.ts';
import { useLive } from '../deps/use-live.ts';
import { useT } from '../i18n/i18n.ts';
import { readMeta } from '../store/self.ts';
import { Notice } from '../ui/notice.tsx';

/** This tablet was taken out of the project and waits for an open form: says what will happen once it is left. */
export function PartingBanner(): preact.JSX.Element | null {
  const t = useT();
  const { store } = useDeps();
  const isParting = useLive(async () => (await readMeta(store.db, 'parting')) !== undefined && (await store.sync()).problem === 'revoked', [store]);
  if (isParting !== true) return null;
  return (
    <Notice tone="warn" title={t('app.parting_title')} alert>
      {t('app.parting_text')}
    </Notice>
  );
}
