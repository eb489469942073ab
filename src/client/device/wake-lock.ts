/** What the lock takes from the browser. */
interface WakeLockWorld {
  wakeLock: Pick<WakeLock, 'request'>;
}

function canLock(world: object): world is WakeLockWorld {
  return 'wakeLock' in world;
}

/**
 * Keeps the screen on, during a roll call. The browser lets go whenever the page is hidden, so it is asked again when
 * the page returns. Where it refuses (low battery, old browser) the screen goes dark as usual: nothing depends on it.
 * @returns the way to let the screen go dark again
 */
export function keepAwake(): () => void {
  let sentinel: WakeLockSentinel | undefined;
  let isWanted = true;
  const ask = async (): Promise<void> => {
    if (!canLock(navigator) || document.visibilityState !== 'visible') return;
    const granted = await navigator.wakeLock.request('screen').catch(() => undefined);
    if (isWanted) sentinel = granted;
    else await granted?.release();
  };
  const onVisibility = (): void => void ask();
  document.addEventListener('visibilitychange', onVisibility);
  void ask();
  return () => {
    isWanted = false;
    document.removeEventListener('visibilitychange', onVisibility);
    void sentinel?.release();
  };
}
