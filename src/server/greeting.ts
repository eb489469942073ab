/** Where the endpoint can be reached. */
export interface Reach {
  /** `http` or `https`: what we speak ourselves. */
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** The public address, when it was set. */
  readonly origin?: string;
  /** Addresses of this machine in its networks. */
  readonly lan: readonly string[];
}

const isLocal = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
const isAny = (host: string): boolean => host === '0.0.0.0' || host === '::';
const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** The address for whoever sits at this machine, or the public one when it was set. */
const originOf = (r: Reach): string => r.origin ?? `${r.scheme}://${isAny(r.host) ? 'localhost' : inUrl(r.host)}:${r.port}`;

/**
 * The lines printed at the start.
 * @param first the secret of an invitation for a coordinator: the first, when there is none yet, or one more
 * @param more whether one more was asked for
 */
export function greeting(r: Reach, first: string | undefined, more = false): string[] {
  const lines = [`Tizme is at ${originOf(r)}`];
  const others = r.lan.map((a) => `${r.scheme}://${a}:${r.port}`);
  if (others.length > 0) lines.push(`In this network: ${others.join('  ')}`);
  if (r.scheme === 'http' && r.origin?.startsWith('https:') !== true && !isLocal(r.host)) {
    lines.push('Plain HTTP works on this machine only: tablets need HTTPS to keep records offline (--cert and --key, or an HTTPS proxy and --origin).');
  }
  if (first !== undefined) {
    const what = more ? 'This link works once, for 24 hours, and makes one more coordinator:' : 'Nobody coordinates this project yet. This link works once, for 24 hours, and makes the first coordinator:';
    lines.push('', what, `  ${originOf(r)}/#j=${first}`, '');
  }
  return lines;
}
