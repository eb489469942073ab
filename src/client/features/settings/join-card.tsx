import { useDeps } from '../../deps/deps.ts';
import { JoinForm } from '../../deps/join-form.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useT } from '../../i18n/i18n.ts';

/** For a tablet that works alone: joining keeps everything saved so far. */
export function JoinCard() {
  const t = useT();
  const { store } = useDeps();
  const name = useLive(async () => (await store.find('user', store.self.user))?.name ?? '', [store]);
  return (
    <section class="card stack" aria-labelledby="join-title">
      <h2 id="join-title">{t('sync.join_title')}</h2>
      <p>{t('sync.join_note')}</p>
      {name !== undefined && <JoinForm name={name} onJoined={() => undefined} />}
    </section>
  );
}
