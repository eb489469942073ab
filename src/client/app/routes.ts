import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { restOfWords } from '../i18n/i18n.ts';

/** A screen and its address. A new screen is one line here. */
export interface ScreenRoute {
  readonly path: string;
  readonly component: ComponentType;
}

/** A screen comes with the words of all screens: what it says must be there when it shows. */
const screen = (load: () => Promise<ComponentType>): ComponentType => lazy(async () => (await Promise.all([load(), restOfWords()]))[0]);

/** Every screen is a part of its own: a first visit on a slow line fetches the first start and nothing behind it. */
export const routes: readonly ScreenRoute[] = [
  { path: '/', component: screen(() => import('../features/trainings/trainings-screen.tsx').then((m) => m.TrainingsScreen)) },
  // Before `/trainings/:id`: the first route that fits is taken.
  { path: '/trainings/new', component: screen(() => import('../features/trainings/training-form-screen.tsx').then((m) => m.TrainingFormScreen)) },
  { path: '/trainings/:id', component: screen(() => import('../features/trainings/training-screen.tsx').then((m) => m.TrainingScreen)) },
  { path: '/trainings/:id/register', component: screen(() => import('../features/attendance/roll-call-screen.tsx').then((m) => m.RollCallScreen)) },
  { path: '/trainings/:id/edit', component: screen(() => import('../features/trainings/training-form-screen.tsx').then((m) => m.TrainingFormScreen)) },
  { path: '/trainings/:id/import', component: screen(() => import('../features/attendance/import-screen.tsx').then((m) => m.ImportScreen)) },
  { path: '/totals', component: screen(() => import('../features/totals/totals-screen.tsx').then((m) => m.TotalsScreen)) },
  { path: '/totals/rows', component: screen(() => import('../features/totals/rows-screen.tsx').then((m) => m.RowsScreen)) },
  { path: '/sync', component: screen(() => import('../features/settings/sync-screen.tsx').then((m) => m.SyncScreen)) },
  { path: '/sync/send', component: screen(() => import('../features/settings/send-screen.tsx').then((m) => m.SendScreen)) },
  { path: '/sync/take', component: screen(() => import('../features/settings/take-screen.tsx').then((m) => m.TakeScreen)) },
  { path: '/settings', component: screen(() => import('../features/settings/settings-screen.tsx').then((m) => m.SettingsScreen)) },
  { path: '/history', component: screen(() => import('../features/history/history-screen.tsx').then((m) => m.HistoryScreen)) },
  { path: '/erased', component: screen(() => import('../features/settings/erased-screen.tsx').then((m) => m.ErasedScreen)) },
  { path: '/devices', component: screen(() => import('../features/settings/devices-screen.tsx').then((m) => m.DevicesScreen)) },
];
