import { CHUNK, MEDIA_CHUNK } from '../../../src/core/files/limits.ts';
import { jpegBytes, shaOf } from '../../support/pictures.ts';
import { readBody } from '../../support/tablet.ts';
import type { Endpoint } from './endpoint.ts';

/** A photo of 100 KB, and its name. */
export const PHOTO = jpegBytes(100 * 1024, 7);
export const SHA = shaOf(PHOTO);

interface Said {
  readonly status: number;
  readonly offset: string | null;
  readonly error: unknown;
}

/** Talks about one file as a tablet does. */
export function about(e: Endpoint, token: string | undefined, sha = SHA, length = PHOTO.length) {
  const bearer: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const said = async (response: Response): Promise<Said> => {
    const body = response.status === 200 ? {} : await readBody(response).catch(() => ({}));
    return { status: response.status, offset: response.headers.get('upload-offset'), error: (body as { error?: unknown }).error };
  };
  const patch = (offset: number, body: RequestInit['body'], headers: Record<string, string> = {}): Promise<Response> =>
    e.ask(`/v1/blob/${sha}`, {
      method: 'PATCH', body: body ?? null, duplex: 'half',
      headers: { ...bearer, 'content-type': MEDIA_CHUNK, 'upload-offset': String(offset), 'upload-length': String(length), ...headers },
    } as RequestInit);
  return {
    patch,
    head: async () => e.ask(`/v1/blob/${sha}`, { method: 'HEAD', headers: bearer }),
    get: async () => e.ask(`/v1/blob/${sha}`, { headers: bearer }),
    send: async (offset: number, bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => said(await patch(offset, bytes, headers)),
    /** The line breaks after `sent` bytes of a piece. */
    cut: async (offset: number, bytes: Uint8Array<ArrayBuffer>, sent: number) => {
      let pulls = 0;
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(c) {
          if (pulls++ === 0 && sent > 0) c.enqueue(bytes.slice(0, sent));
          else c.error(new Error('line'));
        },
      });
      return said(await patch(offset, body));
    },
    whole: async (bytes: Uint8Array<ArrayBuffer>) => {
      for (let at = 0; at < bytes.length; at += CHUNK.most) await said(await patch(at, bytes.slice(at, at + CHUNK.most)));
    },
  };
}
