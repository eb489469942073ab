import { handOver } from '../parcels.ts';
import type { StepGroup } from './step.ts';

/** What was not sent handed from tablet to tablet without a network, once or more. */
export const parcels: StepGroup = { chance: 0.3, kinds: { parcel: [2, handOver] } };
