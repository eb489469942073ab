import { useDeps } from '../../deps/deps.ts';
import { useLive } from '../../deps/use-live.ts';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Tells a coordinator that refused saves wait at the endpoint, as far as its last list of devices knew. */
export function RefusedLine({ withLink }: { readonly withLink?: boolean }) {
  const t = useT();
  const { store } = useDeps();
  const refused = useLive(async () => ((await store.link())?.role === 'coordinator' ? ((await store.devices())?.refused ?? 0) : 0), [store]);
  if (refused === undefined || refused === 0) return null;
  const action = withLink === true ? <Button href="/refused">{t('quarantine.open')}</Button> : undefined;
  return (
    <Notice tone="warn" action={action}>
      {t('quarantine.waiting', { n: refused })}
    </Notice>
  );
}
