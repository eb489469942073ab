/** Seeds that once failed, or did while the simulation was made, and why. They run first. */
export const REGRESSIONS: readonly (readonly [seed: number, why: string])[] = [
  [12, 'a late answer of another page (fork) made a tablet another without a cause'],
  [20, 'a tablet copied before it joined could never join'],
  [51, 'rows of a scope taken away stayed when a tablet joined anew; a save of a copied tablet was taken twice'],
  [118, 'a save brought under two names stood twice in history'],
  [155, 'a save with a future stamp, offered again after a restore, beat newer ones'],
];
