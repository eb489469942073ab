import { isHeif, mediaOf, pixelsOf } from '../../core/files/image-bytes.ts';
import { MAX_FILE, type MediaCode } from '../../core/files/limits.ts';
import { err, ok, type Result } from '../../core/result.ts';

/** Why a file cannot become a photo. `insecure`: the page came over plain http, where the browser has no SHA-256. */
export type PictureFault = 'not_image' | 'heic' | 'too_big' | 'insecure';

/** A picture made small, drawn anew: nothing of the file it came from is in it but what is seen. */
export interface Picture {
  readonly sha: string;
  readonly type: MediaCode;
  readonly bytes: ArrayBuffer;
  readonly thumb: ArrayBuffer | undefined;
  readonly width: number;
  readonly height: number;
}

/** Longest side of a photo and of its small picture, pixels (PROTOCOL 2.10). */
const LONGEST = 1600;
const THUMB = 320;
/** Larger files, and larger pictures once decoded, could take the tablet's whole memory (TRUST, images). */
const MOST_BYTES = 40 * 1_048_576;
const MOST_PIXELS = 40_000_000;
/** What the head of a picture needs: telephones put a small picture of 64 KB or more before the size. */
const HEAD = 256 * 1024;
/** Of a photo that is still large at 0.7 a worse one is made. */
const QUALITIES = [0.7, 0.5, 0.3] as const;
const WANTED = 512 * 1024;

/**
 * Decodes a file as it stands upright, makes it at most 1600 pixels long and draws it anew, so that no place, name or
 * hidden picture travels with it.
 */
export async function makePicture(file: Blob): Promise<Result<Picture, PictureFault>> {
  if (!('crypto' in globalThis) || !('subtle' in crypto)) return err('insecure');
  const fault = await faultOf(file);
  if (fault !== undefined) return err(fault);
  const bitmap = await decode(file);
  if (!bitmap) return err(isHeif(await headOf(file)) ? 'heic' : 'not_image');
  try {
    if (bitmap.width * bitmap.height > MOST_PIXELS) return err('too_big');
    const made = await drawSmall(bitmap);
    if (!made) return err('not_image');
    const thumb = await encode(draw(bitmap, THUMB), 'image/jpeg', 0.6);
    return ok({ ...made, sha: await sha256(made.bytes), thumb: await thumb?.arrayBuffer() });
  } finally {
    bitmap.close();
  }
}

/** A small picture of bytes that came from elsewhere; undefined when they cannot be shown. */
export async function makeThumb(bytes: ArrayBuffer, type: string): Promise<ArrayBuffer | undefined> {
  const bitmap = await decode(new Blob([bytes], { type }));
  if (!bitmap) return undefined;
  try {
    return await (await encode(draw(bitmap, THUMB), 'image/jpeg', 0.6))?.arrayBuffer();
  } finally {
    bitmap.close();
  }
}

const headOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.slice(0, HEAD).arrayBuffer());

/** What can be said before a decoder sees it. */
async function faultOf(file: Blob): Promise<PictureFault | undefined> {
  if (file.size > MOST_BYTES) return 'too_big';
  const head = await headOf(file);
  // Nothing that is a document to a browser (SVG) and nothing whose size nobody here can read.
  if (mediaOf(head) === undefined) return isHeif(head) ? undefined : 'not_image';
  const pixels = pixelsOf(head);
  return pixels && pixels.width * pixels.height > MOST_PIXELS ? 'too_big' : undefined;
}

async function decode(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return undefined; // damaged, or of a format this browser does not know
  }
}

function draw(bitmap: ImageBitmap, longest: number): HTMLCanvasElement {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d');
  if (pen) {
    // Paper behind what is transparent: it would turn black.
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

const encode = (canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> =>
  new Promise((done) => {
    canvas.toBlob(done, type, quality);
  });

async function drawSmall(bitmap: ImageBitmap): Promise<Omit<Picture, 'sha' | 'thumb'> | undefined> {
  const canvas = draw(bitmap, LONGEST);
  let best: Blob | undefined;
  for (const quality of QUALITIES) {
    // A browser that cannot write WebP gives PNG instead, which is far too large: it writes JPEG.
    const webp = await encode(canvas, 'image/webp', quality);
    best = (webp?.type === 'image/webp' ? webp : await encode(canvas, 'image/jpeg', quality)) ?? best;
    if (best && best.size <= WANTED) break;
  }
  if (!best || best.size > MAX_FILE) return undefined;
  return { type: best.type === 'image/webp' ? 'webp' : 'jpeg', bytes: await best.arrayBuffer(), width: canvas.width, height: canvas.height };
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
}
