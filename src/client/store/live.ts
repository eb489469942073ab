import { liveQuery } from 'dexie';

/** A query that runs again whenever rows it read change, in this tab or another. */
export interface Live<T> {
  subscribe(next: (value: T) => void, error: (e: unknown) => void): () => void;
}

export function live<T>(query: () => Promise<T>): Live<T> {
  return {
    subscribe(next, error) {
      const s = liveQuery(query).subscribe({ next, error });
      return () => s.unsubscribe();
    },
  };
}
