/** Largest file an endpoint takes, bytes. */
export const MAX_FILE = 2 * 1_048_576;
/** Sizes of a piece of a file on its way up, bytes: as many as go in about four seconds (PROTOCOL 2.10). */
export const CHUNK = { least: 16 * 1024, most: 256 * 1024 } as const;
/**
 * The least that is kept of a piece whose sender went away in the middle, bytes: less is not worth a row of its own
 * at the endpoint.
 */
export const LEAST_PART = 4 * 1024;
/** Media type of a piece. */
export const MEDIA_CHUNK = 'application/offset+octet-stream';
/** Header names of a piece and of what is known of a file. */
export const UPLOAD = { offset: 'Upload-Offset', length: 'Upload-Length' } as const;

/** Codes of what a file may be, and how HTTP calls it. */
export const MEDIA_TYPES = { jpeg: 'image/jpeg', webp: 'image/webp', png: 'image/png' } as const;
export type MediaCode = keyof typeof MEDIA_TYPES;

const SHA = /^[0-9a-f]{64}$/;
/** Whether something names the bytes of a file. */
export const isSha = (x: unknown): x is string => typeof x === 'string' && SHA.test(x);
export const isMediaCode = (x: unknown): x is MediaCode => typeof x === 'string' && Object.hasOwn(MEDIA_TYPES, x);
