import { it } from 'vitest';
import { expectHolds } from './seeds.ts';

// Four files, so that the seeds run beside each other.
it('[I1] [I2] [I3] [I4] [I5] [I6] [I7] [I8] [I9] [I10] [I12] [4.2/1] [4.2/2] [4.2/5] [4.2/7] [4.2/9] [4.2/15] [4.2/16] [4.2/17] [4.2/18] [4.2/19] [4.2/20] [4.2/21] [4.2/23] [4.2/24] [4.2/26] [4.2/27] [4.2/29] [4.2/32] [4.2/33] [4.2/43] [4.2/46] hold through every fault: share 1 of 4', async () => {
  await expectHolds(0);
});
