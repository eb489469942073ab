import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';

/** A screen and its address. A new screen is one line here. */
export interface ScreenRoute {
  readonly path: string;
  readonly component: ComponentType;
}

/** Every screen is a part of its own: a first visit on a slow line fetches the first start and nothing behind it. */
export const routes: readonly ScreenRoute[] = [
  { path: '/', component: lazy(() => import('../features/trainings/trainings-screen.tsx').then((m) => m.TrainingsScreen)) },
  // Before `/trainings/:id`: the first route that fits is taken.
  { path: '/trainings/new', component: lazy(() => import('../features/trainings/training-form-screen.tsx').then((m) => m.TrainingFormScreen)) },
  { path: '/trainings/:id', component: lazy(() => import('../features/trainings/training-screen.tsx').then((m) => m.TrainingScreen)) },
  { path: '/trainings/:id/register', component: lazy(() => import('../features/attendance/roll-call-screen.tsx').then((m) => m.RollCallScreen)) },
  { path: '/trainings/:id/edit', component: lazy(() => import('../features/trainings/training-form-screen.tsx').then((m) => m.TrainingFormScreen)) },
  { path: '/trainings/:id/import', component: lazy(() => import('../features/attendance/import-screen.tsx').then((m) => m.ImportScreen)) },
  { path: '/totals', component: lazy(() => import('../features/totals/totals-screen.tsx').then((m) => m.TotalsScreen)) },
  { path: '/totals/rows', component: lazy(() => import('../features/totals/rows-screen.tsx').then((m) => m.RowsScreen)) },
  { path: '/sync', component: lazy(() => import('../features/settings/sync-screen.tsx').then((m) => m.SyncScreen)) },
  { path: '/settings', component: lazy(() => import('../features/settings/settings-screen.tsx').then((m) => m.SettingsScreen)) },
  { path: '/history', component: lazy(() => import('../features/history/history-screen.tsx').then((m) => m.HistoryScreen)) },
  { path: '/devices', component: lazy(() => import('../features/settings/devices-screen.tsx').then((m) => m.DevicesScreen)) },
];
