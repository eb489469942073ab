/** A value of the device that changes by itself: whether it is online, whether an update waits. */
export interface Watched<Value> {
  get(): Value;
  /** Calls back after each change; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

export interface Watchable<Value> extends Watched<Value> {
  set(value: Value): void;
}

/** A value that tells its listeners when it becomes another one. */
export function watchable<Value>(initial: Value): Watchable<Value> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
