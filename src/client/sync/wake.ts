import type { Store } from '../store/store.ts';
import type { Schedule } from './schedule.ts';

/** What asking to be woken takes from the browser. */
export interface WakeWorld {
  /** Asks the browser to wake the service worker once there is a network; asking twice is asking once. */
  ask(): void;
  /** False when there is surely no network. */
  seemsOnline(): boolean;
  onHidden(f: () => void): void;
}

/**
 * Asks to be woken whenever something waits that nobody may be there to send: at the start, after a try that left
 * something, after a save without a network, when the page is left. A bonus where the browser has it, never relied on.
 */
export function keepAsking(store: Pick<Store, 'unsent' | 'onSaved'>, schedule: Pick<Schedule, 'running' | 'onChange'>, world: WakeWorld): void {
  const look = async (): Promise<void> => {
    const { count, parked } = await store.unsent();
    if (count > parked) world.ask();
  };
  // A database that cannot be read now has nothing to be woken for; the next try looks again.
  const mayAsk = (): void => void look().catch(() => undefined);
  schedule.onChange(() => {
    if (!schedule.running()) mayAsk();
  });
  store.onSaved(() => {
    if (!world.seemsOnline()) world.ask();
  });
  world.onHidden(mayAsk);
  mayAsk();
}
