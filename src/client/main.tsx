import './app/old-browsers.ts';
import './styles/index.css';
import { render } from 'preact';
import { createUnits, type Units } from '../core/reference/units.ts';
import { App } from './app/app.tsx';
import { Blocked } from './app/blocked.tsx';
import { takeInvite } from './app/invite.ts';
import { leaveProject, watchParted } from './app/parted.ts';
import { browserWorld } from './app/world.ts';
import type { Deps } from './deps/deps.ts';
import { photosMayGo } from './device/connection.ts';
import { isFormOpen, startUpdates } from './device/updates.ts';
import { watchDevice } from './device/watch-device.ts';
import { initI18n } from './i18n/i18n.ts';
import { openStore } from './store/store.ts';
import { photoLine } from './sync/photo-line.ts';
import { makeSchedule } from './sync/schedule.ts';
import { makeAsk } from './sync/transport.ts';
import { initTheme } from './ui/theme.ts';

const now = (): number => Date.now();
const random = (n: number): Uint8Array => crypto.getRandomValues(new Uint8Array(n));

let loaded: Promise<Units> | undefined;
const units = (): Promise<Units> => {
  loaded ??= import('../core/reference/units.json').then((m) => createUnits(m.default as Parameters<typeof createUnits>[0]));
  // Not there yet (a first visit cut off): the next one who needs them asks again.
  loaded.catch(() => (loaded = undefined));
  return loaded;
};

async function boot(): Promise<void> {
  // First: the browser offers installing once, early, and to whoever listens.
  watchDevice();
  // The secret of an invitation leaves the address at once: it must not stay in history or be shared on.
  const invite = takeInvite();
  initTheme();
  await initI18n();
  const root = document.getElementById('app') ?? document.body;
  const store = await openStore({ now, random }).catch(() => undefined);
  // Storage is blocked or broken: an app that could keep nothing must not look as if it did.
  if (!store) return render(<Blocked />, root);
  const fetcher: typeof fetch = (input, init) => fetch(input, init);
  const ask = makeAsk(fetcher);
  const schedule = makeSchedule({ store, ask, now, random, isFormOpen }, browserWorld);
  const photos = photoLine({ store, schedule, fetcher, now, world: browserWorld, allowed: photosMayGo });
  const deps: Deps = { store, schedule, ask, photos, units, now, zone: (ms) => -new Date(ms).getTimezoneOffset() };
  render(<App deps={deps} invite={invite} />, root);
  watchParted(store, leaveProject);
  schedule.start();
  units().catch(() => undefined);
  startUpdates();
}

void boot();
