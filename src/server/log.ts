/** Paths that may be named in a log; everything else is one of two groups. No query, no id ever gets in. */
const PATHS: ReadonlySet<string> = new Set([
  '/v1/enrol', '/v1/sync', '/v1/invite', '/v1/grant', '/v1/devices', '/v1/history', '/v1/quarantine', '/v1/health', '/v1/erase', '/v1/carry', '/v1/key',
  '/v1/revoke',
]);
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What may be written about a request: chosen fields, never a body, a token, a name or a query. */
export interface RequestEntry {
  readonly kind: 'request';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

/** A fault of our own: where it happened, without its message, which may quote what somebody sent. */
export interface FaultEntry {
  readonly kind: 'fault';
  readonly name: string;
  readonly at: readonly string[];
}

/** A tablet found that records of it differed from ours, and reads them anew: how many scopes, not which, nor whose. */
export interface DifferEntry {
  readonly kind: 'differs';
  readonly scopes: number;
}

export type Log = (entry: RequestEntry | FaultEntry | DifferEntry) => void;

export const differEntry = (scopes: number): DifferEntry => ({ kind: 'differs', scopes });

export function requestEntry(method: string, path: string, status: number, ms: number): RequestEntry {
  const group = path.startsWith('/v1') ? '/v1/…' : '/…';
  return {
    kind: 'request',
    method: METHODS.has(method) ? method : 'OTHER',
    path: PATHS.has(path) ? path : group,
    status,
    ms: Math.round(ms),
  };
}

export function faultEntry(e: unknown): FaultEntry {
  if (!(e instanceof Error)) return { kind: 'fault', name: typeof e, at: [] };
  const frames = (e.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return { kind: 'fault', name: e.name, at: frames.slice(0, 8).map((line) => line.trim()) };
}

/**
 * A log of one line each. Requests for files of the app are left out: they would bury the rest.
 * @param write takes one line without its end
 * @param now ms since 1970
 */
export function lineLog(write: (line: string) => void, now: () => number): Log {
  return (entry) => {
    const time = new Date(now()).toISOString();
    if (entry.kind === 'fault') write([`${time} fault ${entry.name}`, ...entry.at].join('\n  '));
    else if (entry.kind === 'differs') write(`${time} a tablet differed in ${entry.scopes} ${entry.scopes === 1 ? 'scope' : 'scopes'}, and reads anew`);
    else if (entry.path !== '/…' || entry.status >= 500) {
      write(`${time} ${entry.method} ${entry.path} ${entry.status} ${entry.ms} ms`);
    }
  };
}
