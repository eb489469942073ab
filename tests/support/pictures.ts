import { createHash } from 'node:crypto';

export const shaOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Segments of a JPEG: a marker, and its content with the length in front. */
const segment = (marker: number, content: readonly number[]): number[] => [0xff, marker, ...[content.length + 2].flatMap((n) => [n >> 8, n & 255]), ...content];
const text = (s: string): number[] => [...s].map((c) => c.charCodeAt(0));

const JFIF = segment(0xe0, [...text('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
const FRAME = segment(0xc0, [8, 0x04, 0xb0, 0x06, 0x40, 1, 1, 0x11, 0]);
const SCAN = segment(0xda, [1, 1, 0, 0, 63, 0]);

/** Bytes with the head of a JPEG of 1600 × 1200; what follows the head is noise, the same for the same seed. */
export function jpegBytes(size: number, seed: number, more: readonly number[] = []): Uint8Array<ArrayBuffer> {
  const head = [0xff, 0xd8, ...JFIF, ...more, ...FRAME, ...SCAN];
  const out = new Uint8Array(size);
  let x = seed >>> 0;
  for (let i = head.length; i < size; i++) out[i] = ((x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0) >>> 24) & 0x7f;
  out.set(head);
  return out;
}

/** A place in a photo, as telephones write it. */
export const EXIF = segment(0xe1, [...text('Exif\0\0'), ...text('MM'), 0, 42, 0, 0, 0, 8]);
export const XMP = segment(0xe1, text('http://ns.adobe.com/xap/1.0/\0<x/>'));
export const COMMENT = segment(0xfe, text('made by somebody'));

/** Exif with one entry (TIFF 6.0, section 8): orientation 6, to be turned a quarter to the right. */
export const EXIF_TURNED = segment(0xe1, [...text('Exif\0\0'), ...text('MM'), 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
