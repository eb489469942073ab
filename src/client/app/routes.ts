import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { RollCallScreen } from '../features/attendance/roll-call-screen.tsx';
import { TrainingScreen } from '../features/trainings/training-screen.tsx';
import { TrainingsScreen } from '../features/trainings/trainings-screen.tsx';

/** A screen and its address. A new screen is one line here. */
export interface ScreenRoute {
  readonly path: string;
  readonly component: ComponentType;
}

/** Screens a trainer needs within the first minute are in the first part; the rest loads when opened (and is precached). */
export const routes: readonly ScreenRoute[] = [
  { path: '/', component: TrainingsScreen },
  // Before `/trainings/:id`: the first route that fits is taken.
  { path: '/trainings/new', component: lazy(() => import('../features/trainings/training-form-screen.tsx').then((m) => m.TrainingFormScreen)) },
  { path: '/trainings/:id', component: TrainingScreen },
  { path: '/trainings/:id/register', component: RollCallScreen },
  { path: '/trainings/:id/edit', component: lazy(() => import('../features/trainings/training-form-screen.tsx').then((m) => m.TrainingFormScreen)) },
  { path: '/trainings/:id/import', component: lazy(() => import('../features/attendance/import-screen.tsx').then((m) => m.ImportScreen)) },
  { path: '/totals', component: lazy(() => import('../features/totals/totals-screen.tsx').then((m) => m.TotalsScreen)) },
  { path: '/totals/rows', component: lazy(() => import('../features/totals/rows-screen.tsx').then((m) => m.RowsScreen)) },
  { path: '/sync', component: lazy(() => import('../features/settings/sync-screen.tsx').then((m) => m.SyncScreen)) },
  { path: '/settings', component: lazy(() => import('../features/settings/settings-screen.tsx').then((m) => m.SettingsScreen)) },
  { path: '/devices', component: lazy(() => import('../features/settings/devices-screen.tsx').then((m) => m.DevicesScreen)) },
];
