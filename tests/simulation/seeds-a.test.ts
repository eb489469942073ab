import { it } from 'vitest';
import { expectHolds } from './seeds.ts';

// Four files, so that the seeds run beside each other.
it('[I1] [I2] [I3] [I4] [I5] [I6] [I7] [I8] [I9] [I10] [I12] hold through every fault: share 1 of 4', async () => {
  await expectHolds(0);
});
