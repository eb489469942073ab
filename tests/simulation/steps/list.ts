import { access } from './access.ts';
import { clocks } from './clocks.ts';
import { copies } from './copies.ts';
import { disks } from './disks.ts';
import { erasures } from './erasures.ts';
import { meetings } from './meetings.ts';
import { pages } from './pages.ts';
import { parcels } from './parcels.ts';
import { poison } from './poison.ts';
import { restores } from './restores.ts';
import { rights } from './rights.ts';
import { saves } from './saves.ts';
import type { StepGroup } from './step.ts';
import { syncs } from './syncs.ts';
import { time } from './time.ts';

/** Everything that can happen in a run. A new kind of step: a file of its own here, and a line. */
export const GROUPS: readonly StepGroup[] = [saves, syncs, pages, time, poison, clocks, meetings, rights, copies, restores, disks, erasures, access, parcels];
