import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { classes } from './classes.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { dismissToast, onToasts, shownToasts, toastMs, type Toast } from './toast.ts';

/** The hosts in the page, the top one last: behind an open sheet nothing can be tapped, so only the top one shows. */
const hosts: symbol[] = [];
const hostListeners = new Set<() => void>();

function hostsChanged(): void {
  for (const listener of hostListeners) listener();
}

/** Where toasts appear. One stands in the app's shell, one in each sheet. */
export function ToastHost() {
  const [me] = useState(() => Symbol('toast host'));
  const [, render] = useState(0);
  useLayoutEffect(() => {
    const again = (): void => render((n) => n + 1);
    hosts.push(me);
    hostListeners.add(again);
    const stop = onToasts(again);
    hostsChanged();
    return () => {
      stop();
      hostListeners.delete(again);
      hosts.splice(hosts.indexOf(me), 1);
      hostsChanged();
    };
  }, [me]);
  const toasts = hosts[hosts.length - 1] === me ? shownToasts() : [];
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function OneToast({ toast }: { readonly toast: Toast }) {
  const t = useT();
  const [held, setHeld] = useState(false);
  const { undo } = toast;
  useEffect(() => {
    // Under a finger or with the focus inside it waits, and then counts from the start.
    if (held) return undefined;
    const timer = setTimeout(() => dismissToast(toast.id), toastMs(toast));
    return () => clearTimeout(timer);
  }, [toast, held]);
  return (
    <div
      class={classes('toast', toast.tone === 'warn' && 'toast-warn')}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <p>{toast.text}</p>
      {undo !== undefined && (
        <Button
          icon="undo"
          onClick={() => {
            dismissToast(toast.id);
            undo();
          }}
        >
          {t('ui.undo')}
        </Button>
      )}
      <IconButton icon="x" label={t('ui.close')} quiet onClick={() => dismissToast(toast.id)} />
    </div>
  );
}
