import { useEffect, useRef, useState } from 'preact/hooks';
import type { InviteResponse } from '../../../core/sync/protocol.ts';
import { useDeps } from '../../deps/deps.ts';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QrPicture } from './qr-picture.tsx';

/** The address that joins one tablet. The secret stands behind `#`: it is never sent to a server by opening the page. */
const inviteAddress = (origin: string, secret: string): string => `${origin}/#j=${secret}`;

interface InviteLinkProps {
  readonly made: InviteResponse;
  /** The person it is for; may be empty. */
  readonly name: string;
  readonly onAgain: () => void;
}

/** The link to hand over. It lives on this screen only: neither stored nor put into the address bar. */
export function InviteLink({ made, name, onAgain }: InviteLinkProps) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const [copied, setCopied] = useState<'yes' | 'no'>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const address = inviteAddress(location.origin, made.invite);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      setCopied('yes');
    } catch {
      setCopied('no'); // refused, or a page over plain http: the link can be selected
    }
  };
  const share = (): void => {
    // Closing the sheet is no fault, and the link stays in sight whatever happened.
    navigator.share({ text: address }).catch(() => undefined);
  };
  const canShare = 'share' in navigator;
  return (
    <div class="stack">
      <h3 ref={heading} tabIndex={-1}>
        {name === '' ? t('devices.link') : `${t('devices.link')} · ${name}`}
      </h3>
      <p class="invite-address">{address}</p>
      <p>{t('devices.link_note')}</p>
      <div class="qr-small stack">
        <p>{t('devices.qr_note')}</p>
        <QrPicture text={address} label={t('devices.qr')} />
      </div>
      <p>{t('devices.link_until', { time: clockTime(deps, format, made.expires) })}</p>
      <div class="actions">
        <Button kind="primary" icon="copy" onClick={() => void copy()}>
          {t('devices.copy')}
        </Button>
        {canShare && (
          <Button icon="share" onClick={share}>
            {t('devices.share')}
          </Button>
        )}
        <Button icon="plus" onClick={onAgain}>
          {t('devices.another')}
        </Button>
      </div>
      <div role="status">
        {copied === 'yes' && <Notice tone="ok">{t('devices.copied')}</Notice>}
        {copied === 'no' && <Notice tone="warn">{t('devices.copy_by_hand')}</Notice>}
      </div>
    </div>
  );
}
