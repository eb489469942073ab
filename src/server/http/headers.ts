import type { MiddlewareHandler } from 'hono';

/** Everything from ourselves, nothing inline, script URLs only through the named policy (TRUST, section c). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "font-src 'self'",
  "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "form-action 'none'", "base-uri 'none'",
  "frame-ancestors 'none'", "object-src 'none'", "require-trusted-types-for 'script'", 'trusted-types tizme-sw',
].join('; ');

const PERMISSIONS = [
  'camera=(self)', 'geolocation=()', 'microphone=()', 'payment=()', 'usb=()', 'bluetooth=()', 'serial=()', 'hid=()', 'midi=()',
].join(', ');

const HEADERS: readonly (readonly [string, string])[] = [
  ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Permissions-Policy', PERMISSIONS],
];

const TWO_YEARS = 63_072_000;

/** Security headers for one answer. `https`: reached by HTTPS, by our own certificate or a proxy's. */
export function secure(headers: Headers, https: boolean): void {
  for (const [name, value] of HEADERS) headers.set(name, value);
  if (https) headers.set('Strict-Transport-Security', `max-age=${TWO_YEARS}; includeSubDomains`);
}

/** Lays the headers over every answer, errors included; what `/v1` says is nobody's to keep. */
export function securityHeaders(origin: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    await next();
    secure(c.res.headers, (origin ?? c.req.url).startsWith('https:'));
    if (c.req.path.startsWith('/v1')) c.res.headers.set('Cache-Control', 'no-store');
    if (c.req.path.startsWith('/v1/blob/') && c.req.method === 'GET' && c.res.status === 200) secureFile(c.res.headers);
  };
}

/**
 * Bytes that people sent are never a page of ours, however they are opened: nothing in them runs or loads. Their name
 * is their hash, so they never change; the one device that asked for them may keep them.
 */
function secureFile(headers: Headers): void {
  headers.set('Content-Security-Policy', "default-src 'none'; sandbox");
  headers.set('Cache-Control', 'private, max-age=31536000, immutable');
}

/**
 * Whether a browser sent this request from a page of another site. Tokens travel in a header that no browser
 * adds by itself, so this is a second door. Tools that send neither header pass.
 */
export function isForeign(headers: Headers, origin: string | undefined): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const from = headers.get('origin');
  if (from === null || from === origin) return false;
  return !URL.canParse(from) || new URL(from).host !== headers.get('host');
}
