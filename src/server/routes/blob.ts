import type { Context, Hono } from 'hono';
import { mayRead } from '../../core/access/rights.ts';
import { isSha, LEAST_PART, MAX_FILE, MEDIA_TYPES, UPLOAD } from '../../core/files/limits.ts';
import { identify, identifyLast, rightsOf, type Caller } from '../access/device.ts';
import { takePiece, type Taken } from '../blobs/take.ts';
import type { Deps, Env } from '../deps.ts';
import { answer, refuse, type Refusal } from '../http/answer.ts';
import { readPiece } from '../http/piece.ts';
import type { BlobRow } from '../store/blobs.ts';
import type { ReadTx } from '../store/store.ts';

/** Seconds after which a device whose loose bytes are at their limit may try again: rows may have come by then. */
const RETRY_OVER = 3600;

/** `/v1/blob/{sha256}`: bytes of files, up in pieces and down at one go (PROTOCOL 2.10). */
export function blobRoute(app: Hono<Env>, { store, now }: Deps): void {
  const path = '/v1/blob/:sha';

  // The router sends HEAD here too.
  app.get(path, async (c) => {
    const caller = await (c.req.method === 'HEAD' ? identifyLast : identify)(store, c.req.header('authorization'), now());
    if (!caller) return refuse({ status: 401, error: 'unknown' });
    const sha = c.req.param('sha');
    if (!isSha(sha)) return refuse({ status: 400, error: 'bad_message' });
    if (c.req.method === 'HEAD') return placeOf(await store.read((tx) => tx.blobs.blob(sha)));
    if (caller.kind !== 'full') return refuse({ status: 403, error: 'forbidden' });
    return (await store.read((tx) => download(tx, caller, sha))) ?? refuse({ status: 404, error: 'not_found' });
  });

  app.patch(path, async (c) => {
    const caller = await identifyLast(store, c.req.header('authorization'), now());
    if (!caller) return refuse({ status: 401, error: 'unknown' });
    const sha = c.req.param('sha');
    const [offset, length] = [countOf(c, UPLOAD.offset), countOf(c, UPLOAD.length)];
    if (!isSha(sha) || offset === undefined || length === undefined || length === 0 || offset >= length) return refuse({ status: 400, error: 'bad_message' });
    if (length > MAX_FILE) return refuse({ status: 413, error: 'too_big' });
    const piece = await readPiece(c.req.raw);
    if (!piece.ok) return refuse(piece.error);
    const { bytes } = piece.value;
    const end = offset + bytes.length;
    if (end > length || (bytes.length < LEAST_PART && end < length)) return refuse({ status: 400, error: 'bad_message' });
    const taken = await store.write((tx) => takePiece(tx, { sha, offset, length, bytes, device: caller.device.device, now: now() }));
    return said(c, taken, length);
  });
}

/** A header that holds a whole number, or undefined. */
function countOf(c: Context<Env>, name: string): number | undefined {
  const text = c.req.header(name) ?? '';
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

function withPlace(response: Response, offset: number, length?: number): Response {
  response.headers.set(UPLOAD.offset, String(offset));
  if (length !== undefined) response.headers.set(UPLOAD.length, String(length));
  return response;
}

/** How far a file has come: for anyone with a token, since it takes the hash to ask. */
function placeOf(blob: BlobRow | undefined): Response {
  if (!blob) return refuse({ status: 404, error: 'not_found' });
  if (blob.state === 'erased') return refuse({ status: 410, error: 'erased' });
  return withPlace(new Response(null), blob.held, blob.size);
}

const REFUSALS: Readonly<Record<'over' | 'erased', Refusal>> = {
  over: { status: 507, error: 'full', retry: RETRY_OVER },
  erased: { status: 410, error: 'erased' },
};

async function said(c: Context<Env>, taken: Taken, length: number): Promise<Response> {
  switch (taken.kind) {
    case 'held':
      return withPlace(await answer(c.req.header('accept'), { offset: taken.held }), taken.held, length);
    case 'elsewhere':
      return withPlace(refuse({ status: 409, error: 'offset' }), taken.held, length);
    case 'spoilt':
      return taken.why === 'hash' ? withPlace(refuse({ status: 409, error: 'spoilt' }), 0, length) : refuse({ status: 415, error: 'bad_media' });
    case 'over':
    case 'erased':
      return refuse(REFUSALS[taken.kind]);
  }
}

/** The bytes, when they are whole and the device may read a row that refers to them; undefined tells nothing of either. */
async function download(tx: ReadTx, caller: Caller, sha: string): Promise<Response | undefined> {
  const blob = await tx.blobs.blob(sha);
  if (blob?.state !== 'whole' || blob.type === '') return undefined;
  const rights = await rightsOf(tx, caller.device);
  const links = await tx.blobs.links(sha);
  if (!links.some((l) => l.live && mayRead(rights, l.s))) return undefined;
  const bytes = Buffer.concat(await tx.blobs.parts(sha));
  return new Response(new Uint8Array(bytes), {
    // What the bytes were found to be, whatever the row says: a browser must never take them for a page.
    headers: { 'content-type': MEDIA_TYPES[blob.type], 'content-disposition': `attachment; filename="${sha.slice(0, 12)}.${blob.type}"` },
  });
}
