/** What is asked of a day (or session) of a training. */
export interface Dated {
  /** `YYYY-MM-DD`. */
  readonly day?: string | null | undefined;
  readonly n?: number | null | undefined;
}

/** By day, then number. */
export const byDay = <Slot extends Dated>(slots: readonly Slot[]): readonly Slot[] =>
  [...slots].sort((a, b) => compare(a.day ?? '', b.day ?? '') || (a.n ?? 0) - (b.n ?? 0));

/**
 * The slot that is marked now, the same on every screen: today's, else the last before today (what was left undone
 * is finished on a free day), else the first to come.
 * @param today `YYYY-MM-DD`
 */
export function slotNow<Slot extends Dated>(slots: readonly Slot[], today: string): Slot | undefined {
  const inOrder = byDay(slots);
  return inOrder.find((s) => s.day === today) ?? inOrder.findLast((s) => (s.day ?? '') < today) ?? inOrder[0];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
