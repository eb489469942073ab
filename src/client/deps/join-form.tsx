import { useState } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { enrol, type JoinProblem } from '../sync/enrol.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { useDeps } from './deps.ts';
import { inviteIn } from './invite-text.ts';

export interface JoinFormProps {
  /** An invitation found in the address: nothing needs pasting, one tap joins. */
  readonly invite?: string | undefined;
  /** The person's name, for a sensible name of the tablet. */
  readonly name?: string | undefined;
  /** The tablet is tied to the endpoint; the first sync follows when this resolves. */
  readonly onJoined: () => void | Promise<void>;
}

/** Problems for which the invitation at hand will never do. */
const ANOTHER_INVITE: readonly JoinProblem[] = ['unknown', 'expired', 'used'];
/** As `device.label`. */
const LONGEST_LABEL = 100;

/** Joining by link or code: at the first start and in the settings. Everything saved before stays. */
export function JoinForm({ invite, name, onJoined }: JoinFormProps): preact.JSX.Element {
  const t = useT();
  const { store, ask, schedule } = useDeps();
  const [link, setLink] = useState('');
  const [label, setLabel] = useState<string>();
  const [fault, setFault] = useState<string>();
  const [problem, setProblem] = useState<JoinProblem>();
  const [isBusy, setBusy] = useState(false);
  const asksLink = invite === undefined || (problem !== undefined && ANOTHER_INVITE.includes(problem));
  const suggested = useSuggestedLabel(name);

  const join = async (): Promise<void> => {
    const wrong = asksLink ? linkFault(link, t) : undefined;
    const secret = asksLink ? inviteIn(link) : invite;
    setFault(wrong);
    if (wrong !== undefined || secret === undefined) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await enrol(store, ask, secret, (label ?? suggested).trim() || suggested);
      if (!answer.ok) return setProblem(answer.error);
      await onJoined();
      void schedule.now();
    } catch {
      setProblem('failed');
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void join();
      }}
    >
      {asksLink && (
        <TextInput label={t('join.link')} hint={t('join.link_hint')} error={fault} value={link} onValue={setLink} keyboard="url" maxLength={500} />
      )}
      <TextInput label={t('join.label')} hint={t('join.label_hint')} value={label ?? suggested} onValue={setLabel} maxLength={LONGEST_LABEL} />
      {problem !== undefined && (
        <Notice tone="danger" title={t('join.not_joined')} alert>
          {problemText(problem, link, t)}
        </Notice>
      )}
      <Button type="submit" kind="primary" size="big" icon="link" busy={isBusy}>
        {t('join.join')}
      </Button>
    </form>
  );
}

type Words = ReturnType<typeof useT>;

/** Why typed text is no invitation, in words. */
function linkFault(text: string, t: Words): string | undefined {
  if (text.trim() === '') return t('join.link_empty');
  if (/#j=/i.test(text) && inviteIn(text) === undefined) return t('join.link_damaged');
  return inviteIn(text) === undefined ? t('join.link_bad') : undefined;
}

/** The host of a link that leads to another address than this page's: the likely cause of an invitation unknown here. */
function otherHost(text: string): string | undefined {
  try {
    const url = new URL(text.trim());
    return /^https?:$/.test(url.protocol) && url.origin !== location.origin ? url.host : undefined;
  } catch {
    return undefined; // a code, not a link
  }
}

/** What went wrong, and what to do next. */
function problemText(problem: JoinProblem, link: string, t: Words): string {
  const host = problem === 'unknown' ? otherHost(link) : undefined;
  return host === undefined ? t(`join.problem.${problem}`) : t('join.link_elsewhere', { host });
}

/** What a coordinator will recognise: the kind of device and whose it is, or a mark of its own. */
function useSuggestedLabel(name: string | undefined): string {
  const t = useT();
  const { store } = useDeps();
  const kind = /Android|iPad|Mobile|Tablet/.test(navigator.userAgent) ? t('join.kind_tablet') : t('join.kind_computer');
  const who = name?.trim() ? name.trim() : store.self.replica.slice(0, 4);
  return [...`${kind} — ${who}`].slice(0, LONGEST_LABEL).join('');
}
