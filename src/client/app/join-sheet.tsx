import { useDeps } from '../deps/deps.ts';
import { JoinForm } from '../deps/join-form.tsx';
import { useLive } from '../deps/use-live.ts';
import { useT } from '../i18n/i18n.ts';
import { Sheet } from '../ui/sheet.tsx';
import { showToast } from '../ui/toast.ts';

export interface JoinSheetProps {
  readonly invite: string;
  readonly onDone: () => void;
}

/** An invitation opened on a tablet in use: one tap joins, and the screen below stays as it is. */
export function JoinSheet({ invite, onDone }: JoinSheetProps): preact.JSX.Element {
  const t = useT();
  const { store } = useDeps();
  const user = useLive(async () => ({ name: (await store.find('user', store.self.user))?.name ?? '' }), [store]);
  const joined = (): void => {
    showToast({ text: t('app.invite_done') });
    onDone();
  };
  return (
    <Sheet open keepOpen title={t('start.invite_found')} onClose={onDone}>
      <div class="stack">
        <p>{t('start.invite_text')}</p>
        {user && <JoinForm invite={invite} name={user.name} onJoined={joined} />}
      </div>
    </Sheet>
  );
}
