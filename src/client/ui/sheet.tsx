import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { closeOnBack } from './back-closes.ts';
import { classes } from './classes.ts';
import { IconButton } from './icon-button.tsx';
import { ToastHost } from './toast-host.tsx';

export interface SheetProps {
  readonly open: boolean;
  readonly title: string;
  /** Esc, the Back button, × and, unless `keepOpen`, a tap outside. It asks nothing: keep drafts. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** Buttons that stay in sight below the scrolling part. */
  readonly footer?: ComponentChildren;
  /** `center` for short questions; else it rises from below. */
  readonly place?: 'bottom' | 'center' | undefined;
  /** A tap outside does not close it: for forms. */
  readonly keepOpen?: boolean | undefined;
}

/** What lies over the screen until it is done with. */
export function Sheet(props: SheetProps) {
  return props.open ? <OpenSheet {...props} /> : null;
}

function OpenSheet({ title, onClose, children, footer, place = 'bottom', keepOpen }: SheetProps) {
  const t = useT();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  const gone = useRef(false);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    const before = document.activeElement;
    element.showModal();
    const closed = closeOnBack(() => close.current());
    return () => {
      gone.current = true;
      closed();
      element.close();
      giveFocusBack(before);
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={classes('sheet', `sheet-${place}`)}
      aria-labelledby={id}
      onCancel={(event) => {
        // A file chooser inside also sends `cancel`; only our own closes.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      // Chromium closes without `cancel` on a second Esc; our own closing sends `close` too, when all is over.
      onClose={() => {
        if (!gone.current) onClose();
      }}
      onPointerDown={(event) => {
        if (keepOpen !== true && event.target === event.currentTarget) onClose();
      }}
    >
      <div class="sheet-box">
        <div class="sheet-head">
          <h2 id={id} tabIndex={-1} autofocus>
            {title}
          </h2>
          <IconButton icon="x" label={t('ui.close')} quiet onClick={onClose} />
        </div>
        <ToastHost />
        <div class="sheet-body">{children}</div>
        {footer !== undefined && <div class="sheet-foot actions">{footer}</div>}
      </div>
    </dialog>
  );
}

/** The button that opened the sheet may be gone (a deleted row): then to the heading. */
function giveFocusBack(before: Element | null): void {
  if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
  else document.querySelector<HTMLElement>('main h1, h1')?.focus();
}
