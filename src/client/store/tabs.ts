import type { Scope } from '../../core/ids.ts';

export type Key = readonly [Scope, string, string];

/** Tells other pages of this tablet which people changed, so that their index in memory follows. */
export interface Tabs {
  tell(keys: readonly Key[]): void;
  close(): void;
}

/** @param name the database's */
export function openTabs(name: string, hear: (keys: readonly Key[]) => void): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(`${name}-people`);
  channel.addEventListener('message', (e: MessageEvent<readonly Key[]>) => {
    hear(e.data);
  });
  return {
    tell: (keys) => {
      channel.postMessage(keys);
    },
    close: () => {
      channel.close();
    },
  };
}

/** Of rows that changed, those the index of people is made of. */
export const peopleAmong = (keys: readonly Key[]): Key[] => keys.filter(([, t]) => t === 'person' || t === 'registration');
