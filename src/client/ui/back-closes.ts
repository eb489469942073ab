/**
 * The Back button closes what lies over the screen. Each open sheet stands on a history entry of its own, marked
 * with its depth; arriving at a lower mark closes the sheets above it. A sheet closed otherwise leaves its entry
 * behind: it is stepped over a little later, unless a new page already stands on it (then on the way back).
 */
const MARK = 'tizmeSheet';
/** Long enough for whatever the closing button does next (save, go to another page) to have happened. */
const STEP_BACK_MS = 300;

const open: (() => void)[] = [];
let listening = false;

function depthOf(state: unknown): number {
  if (typeof state !== 'object' || state === null || !(MARK in state)) return 0;
  const depth = (state as Record<string, unknown>)[MARK];
  return typeof depth === 'number' ? depth : 0;
}

function arrive(event: PopStateEvent): void {
  const depth = depthOf(event.state);
  // An entry whose sheet is gone: nothing to show there, so one more step back.
  if (depth > open.length) history.back();
  while (open.length > depth) open.pop()?.();
}

/**
 * Says that a sheet is open and `close` closes it on Back.
 * @returns to be called when it has closed, in whichever way.
 */
export function closeOnBack(close: () => void): () => void {
  if (!listening) {
    listening = true;
    addEventListener('popstate', arrive);
  }
  open.push(close);
  if (depthOf(history.state) < open.length) history.pushState({ [MARK]: open.length }, '');
  return () => {
    const at = open.lastIndexOf(close);
    if (at >= 0) open.splice(at, 1);
    setTimeout(() => {
      if (depthOf(history.state) > open.length) history.back();
    }, STEP_BACK_MS);
  };
}
