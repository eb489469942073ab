import type { StepGroup } from './step.ts';

const HOUR = 3_600_000;
const MONTH = 31 * 24 * HOUR;

export const time: StepGroup = {
  chance: 1,
  kinds: {
    wait: [6, async (w, rng) => {
      const ms = rng.pick([30_000, 200_000, 200_000, 400_000, HOUR, 24 * HOUR, MONTH]);
      w.clock.now += ms;
      if (ms === MONTH) w.longTimePassed();
      return `${ms / 1000} s pass`;
    }],
  },
};
