import type { Variant } from './variant.ts';

/** The endpoint reckons no sums: nobody holds what lies on a tablet against anything. */
export const noSums = (): Variant => ({
  name: 'no sums',
  tx: (tx) => ({
    sums: {
      async marks(among) {
        return new Map([...(await tx.sums.marks(among))].map(([s, mark]) => [s, { ...mark, sum: '' }]));
      },
      hold: () => Promise.resolve(undefined),
      put: () => Promise.resolve(),
    },
  }),
});
