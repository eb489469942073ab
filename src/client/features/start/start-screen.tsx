import './start.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { JoinForm } from '../../deps/join-form.tsx';
import { useLocation } from '../../deps/navigation.ts';
import { Page } from '../../deps/page.tsx';
import { useLive } from '../../deps/use-live.ts';
import { browserProblem } from '../../device/browser-problem.ts';
import { savedLanguage, useLang, useT } from '../../i18n/i18n.ts';
import { readMeta } from '../../store/self.ts';
import { Button } from '../../ui/button.tsx';
import { Motif } from '../../ui/motif.tsx';
import { NameInput } from '../../ui/name-input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { saveUser } from './actions.ts';
import { LanguageChoice } from './language-choice.tsx';

export interface StartScreenProps {
  /** An invitation found in the address. */
  readonly invite?: string | undefined;
  /** The first start is over, or the invitation was put aside. */
  readonly onDone?: (() => void) | undefined;
}

/** First start: language, name, and joining or working alone. Also where an invitation opens on a tablet in use. */
export function StartScreen({ invite, onDone }: StartScreenProps): preact.JSX.Element | null {
  const [isChosen, setChosen] = useState(savedLanguage() !== undefined);
  const [isStep, setStep] = useState(false);
  const { store } = useDeps();
  const state = useLive(async () => ({ user: await store.find('user', store.self.user) }), [store]);
  useEffect(() => {
    if (isStep) document.querySelector<HTMLElement>('h1')?.focus();
  }, [isStep]);
  if (!state) return null;
  if (isChosen) return <Ways invite={invite} onDone={onDone} isKnown={state.user !== undefined} />;
  return (
    <LanguageChoice
      onChosen={() => {
        setChosen(true);
        setStep(true);
      }}
    />
  );
}

interface WaysProps extends StartScreenProps {
  /** Someone already works on this tablet. */
  readonly isKnown: boolean;
}

function Ways({ invite, onDone, isKnown }: WaysProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const { store } = useDeps();
  const { path, route } = useLocation();
  const [name, setName] = useState('');
  const [isFailed, setFailed] = useState(false);
  const problem = browserProblem(window);
  const isParted = useLive(async () => (await readMeta(store.db, 'parted')) !== undefined, [store]);

  const leave = (): void => {
    onDone?.();
    if (path === '/start') route('/', true);
  };
  const start = async (): Promise<void> => {
    try {
      if (!isKnown) await saveUser(store, { name, lang });
      leave();
    } catch {
      setFailed(true);
    }
  };
  const joined = async (): Promise<void> => {
    if (!isKnown) await saveUser(store, { name, lang });
    leave();
  };

  return (
    <Page title={t(isKnown ? 'start.join_title' : 'start.title')} bare>
      <div class="start stack">
        {!isKnown && <Motif />}
        {isParted === true && !isKnown && (
          <Notice tone="warn" title={t('start.parted_title')} alert>
            {t('start.parted_text')}
          </Notice>
        )}
        {problem !== undefined && <Notice tone="danger">{t(`storage.${problem}`)}</Notice>}
        {!isKnown && (
          <>
            <p>{t('start.intro')}</p>
            <NameInput label={t('start.name')} hint={t('start.name_hint')} optional value={name} onValue={setName} maxLength={200} />
          </>
        )}
        {isFailed && (
          <Notice tone="danger" title={t('fault.not_saved')} alert>
            {t('fault.not_saved_text')}
          </Notice>
        )}
        {/* Anew with an invitation that comes later, and with it its form: the name typed above stays. */}
        <JoinCard key={invite ?? ''} invite={invite} name={name} onJoined={joined} />
        <section class="card stack" aria-labelledby="start-alone">
          <h2 id="start-alone">{t(isKnown ? 'start.later_title' : 'start.alone_title')}</h2>
          <p>{t('start.alone_text')}</p>
          <Button size="big" icon="tablet" onClick={() => void start()}>
            {t(isKnown ? 'start.later' : 'start.alone')}
          </Button>
        </section>
      </div>
    </Page>
  );
}

interface JoinCardProps {
  readonly invite: string | undefined;
  readonly name: string;
  readonly onJoined: () => Promise<void>;
}

/** With an invitation at hand the form stands open; else it opens on a tap, so that the choice reads at a glance. */
function JoinCard({ invite, name, onJoined }: JoinCardProps): preact.JSX.Element {
  const t = useT();
  const [isOpen, setOpen] = useState(invite !== undefined);
  const card = useRef<HTMLElement>(null);
  const open = (): void => {
    setOpen(true);
    // The button that was pressed is gone: on to the field it opened.
    setTimeout(() => card.current?.querySelector('input')?.focus());
  };
  return (
    <section ref={card} class="card stack" aria-labelledby="start-join">
      <h2 id="start-join">{t(invite === undefined ? 'start.join_title' : 'start.invite_found')}</h2>
      <p>{t(invite === undefined ? 'start.join_text' : 'start.invite_text')}</p>
      {isOpen ? (
        <JoinForm invite={invite} name={name} onJoined={onJoined} />
      ) : (
        <Button kind="primary" size="big" icon="link" onClick={open}>
          {t('start.join')}
        </Button>
      )}
    </section>
  );
}
