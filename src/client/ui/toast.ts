export interface ToastRequest {
  readonly text: string;
  /** Takes back what was done; the toast goes at once. */
  readonly undo?: (() => void) | undefined;
  readonly tone?: 'plain' | 'warn' | undefined;
  /** Of two toasts with the same key only the newer one shows (marks in a roll call). */
  readonly key?: string | undefined;
  /** How long it stays, at least 10. */
  readonly seconds?: number | undefined;
}

export interface Toast extends ToastRequest {
  readonly id: number;
}

const LEAST_SECONDS = 10;
/** How many are in sight; the others wait. */
const SHOWN = 2;

let toasts: readonly Toast[] = [];
let made = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says what happened and, with `undo`, offers to take it back. Returns an id for `dismissToast`. */
export function showToast(request: ToastRequest): number {
  const toast: Toast = { ...request, id: ++made };
  set([...toasts.filter((other) => request.key === undefined || other.key !== request.key), toast]);
  return toast.id;
}

export function dismissToast(id: number): void {
  if (toasts.some((toast) => toast.id === id)) set(toasts.filter((toast) => toast.id !== id));
}

export const shownToasts = (): readonly Toast[] => toasts.slice(0, SHOWN);

/** How long a toast stays in sight, in ms. */
export const toastMs = (toast: Toast): number => Math.max(LEAST_SECONDS, toast.seconds ?? 0) * 1000;

/** Calls back at each change; returns the way to stop. */
export function onToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
