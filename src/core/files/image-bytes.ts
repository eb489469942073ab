import type { MediaCode } from './limits.ts';

/**
 * What the first bytes of a picture say, read without decoding it: a decoder is the last thing to hand bytes from
 * outside to. Formats: JPEG (ITU T.81, markers), PNG (W3C PNG, chunks), WebP (RFC 9649, RIFF chunks).
 */

const ascii = (b: Uint8Array, at: number, n: number): string => String.fromCharCode(...b.subarray(at, at + n));
const u16 = (b: Uint8Array, at: number): number => ((b[at] ?? 0) << 8) | (b[at + 1] ?? 0);
const u16le = (b: Uint8Array, at: number): number => (b[at] ?? 0) | ((b[at + 1] ?? 0) << 8);
const u24le = (b: Uint8Array, at: number): number => u16le(b, at) | ((b[at + 2] ?? 0) << 16);
const u32 = (b: Uint8Array, at: number): number => u16(b, at) * 65_536 + u16(b, at + 2);
const u32le = (b: Uint8Array, at: number): number => u16le(b, at) + u16le(b, at + 2) * 65_536;

/** What bytes are by their signature, whatever they are called; undefined for anything that is not stored. */
export function mediaOf(b: Uint8Array): MediaCode | undefined {
  if (b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff) return 'jpeg';
  if (ascii(b, 0, 8) === '\u0089PNG\r\n\u001a\n') return 'png';
  return ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 4) === 'WEBP' ? 'webp' : undefined;
}

/** Whether bytes are of the family of HEIC and AVIF: pictures of telephones that not every browser can read. */
export const isHeif = (b: Uint8Array): boolean => ascii(b, 4, 4) === 'ftyp' && /^(hei|hev|mif|msf|avi)/.test(ascii(b, 8, 4));

/** A part of a picture file: its name, where its content begins, and how long it is. */
interface Part {
  readonly name: string;
  readonly at: number;
  readonly size: number;
}

function* jpegParts(b: Uint8Array): Generator<Part> {
  for (let at = 2; at + 4 <= b.length && b[at] === 0xff; ) {
    const marker = b[at + 1] ?? 0;
    // A marker may be preceded by any number of fill bytes.
    if (marker === 0xff) at += 1;
    else {
      const size = u16(b, at + 2);
      yield { name: marker.toString(16), at: at + 4, size: size - 2 };
      // After the start of the scan there is only the picture.
      if (marker === 0xda || size < 2) return;
      at += 2 + size;
    }
  }
}

function* pngParts(b: Uint8Array): Generator<Part> {
  for (let at = 8; at + 8 <= b.length; ) {
    const size = u32(b, at);
    yield { name: ascii(b, at + 4, 4), at: at + 8, size };
    at += 12 + size;
  }
}

function* webpParts(b: Uint8Array): Generator<Part> {
  for (let at = 12; at + 8 <= b.length; ) {
    const size = u32le(b, at + 4);
    yield { name: ascii(b, at, 4), at: at + 8, size };
    at += 8 + size + (size % 2);
  }
}

const PARTS: Readonly<Record<MediaCode, (b: Uint8Array) => Generator<Part>>> = { jpeg: jpegParts, png: pngParts, webp: webpParts };

/** Pixels of a picture as it lies in the file, before it is turned. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
}

/** How large a picture is once it is decoded; undefined where its head does not say. The first 256 KB are enough. */
export function pixelsOf(b: Uint8Array): Pixels | undefined {
  const media = mediaOf(b);
  if (media === undefined) return undefined;
  for (const part of PARTS[media](b)) {
    const found = SIZES[media](b, part);
    if (found && found.width > 0 && found.height > 0) return found;
  }
  return undefined;
}

const SIZES: Readonly<Record<MediaCode, (b: Uint8Array, part: Part) => Pixels | undefined>> = {
  // Start of frame; of that family c4, c8 and cc are tables.
  jpeg: (b, { name, at }) => (/^c[0-35-79-bd-f]$/.test(name) ? { height: u16(b, at + 1), width: u16(b, at + 3) } : undefined),
  png: (b, { name, at }) => (name === 'IHDR' ? { width: u32(b, at), height: u32(b, at + 4) } : undefined),
  webp: (b, { name, at }) => {
    if (name === 'VP8X') return { width: u24le(b, at + 4) + 1, height: u24le(b, at + 7) + 1 };
    if (name === 'VP8 ') return { width: u16le(b, at + 6) & 0x3fff, height: u16le(b, at + 8) & 0x3fff };
    if (name !== 'VP8L') return undefined;
    const bits = u32le(b, at + 1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  },
};

/** Parts that may say who took a picture, where, and with what: Exif and XMP of all three, IPTC and comments of JPEG, texts of PNG. */
const TELLING: Readonly<Record<MediaCode, RegExp>> = {
  jpeg: /^(e1|ed|fe)$/,
  png: /^(eXIf|tEXt|iTXt|zTXt)$/,
  webp: /^(EXIF|XMP )$/,
};

/** Whether a picture carries anything beside itself: no place may travel with a photo (TRUST 73). */
export function hasMetadata(b: Uint8Array): boolean {
  const media = mediaOf(b);
  if (media === undefined) return false;
  for (const { name } of PARTS[media](b)) if (TELLING[media].test(name)) return true;
  return false;
}
