import { useCallback, useEffect, useState } from 'preact/hooks';
import { err } from '../../../core/result.ts';
import type { QuarantineEntry } from '../../../core/sync/quarantine.ts';
import { useDeps } from '../../deps/deps.ts';
import { useLive } from '../../deps/use-live.ts';
import { describe, keyOfEntry, listRefused, type QuarantineProblem, type Waiting } from './quarantine.ts';

export interface Quarantine {
  /** Undefined until the first page came. */
  readonly waiting: readonly Waiting[] | undefined;
  readonly total: number;
  readonly asking: boolean;
  /** Why the last page did not come. */
  readonly problem: QuarantineProblem | undefined;
  readonly hasMore: boolean;
  /** Begins anew. */
  again(): void;
  more(): void;
  /** An entry was decided. */
  drop(entry: QuarantineEntry): void;
  /** The endpoint has another reason now. */
  refuse(entry: QuarantineEntry, reason: string): void;
}

interface Pages {
  readonly entries: readonly QuarantineEntry[];
  readonly total: number;
  readonly next: string | undefined;
}

/** What waits for a coordinator's decision, page by page. Lives on this screen only: nothing is kept on the tablet. */
export function useQuarantine(): Quarantine {
  const { store, ask } = useDeps();
  const [pages, setPages] = useState<Pages>();
  const [asking, setAsking] = useState(true);
  const [problem, setProblem] = useState<QuarantineProblem>();
  const fetch = useCallback(
    async (had: Pages | undefined): Promise<void> => {
      setAsking(true);
      setProblem(undefined);
      const page = await listRefused(store, ask, had?.next).catch(() => err<QuarantineProblem>('failed'));
      setAsking(false);
      if (!page.ok) return setProblem(page.error);
      const seen = new Set(had?.entries.map(keyOfEntry));
      const fresh = page.value.quarantine.filter((q) => !seen.has(keyOfEntry(q)));
      setPages({ entries: [...(had?.entries ?? []), ...fresh], total: page.value.total, next: page.value.next });
    },
    [store, ask],
  );
  useEffect(() => void fetch(undefined), [fetch]);
  const entries = pages?.entries;
  const waiting = useLive(async () => entries && Promise.all(entries.map((entry) => describe(store, entry))), [store, entries]);
  const change = (f: (entry: QuarantineEntry) => readonly QuarantineEntry[], by: number): void =>
    setPages((now) => now && { ...now, entries: now.entries.flatMap(f), total: Math.max(0, now.total - by) });
  return {
    waiting, asking, problem,
    total: pages?.total ?? 0,
    hasMore: pages?.next !== undefined,
    again: () => void fetch(undefined),
    more: () => void fetch(pages),
    drop: (gone) => change((q) => (keyOfEntry(q) === keyOfEntry(gone) ? [] : [q]), 1),
    refuse: (one, reason) => change((q) => [keyOfEntry(q) === keyOfEntry(one) ? { ...q, reason } : q], 0),
  };
}
