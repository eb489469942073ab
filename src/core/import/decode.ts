import { strFromU8 } from 'fflate';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251';

/** Windows-1251 from 0x80 on, as Unicode has it (mapping of unicode.org, CP1251.TXT); 0x98 is not in use. */
const CP1251 =
  'ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї' +
  'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя';

/**
 * Text of a file whose encoding nobody states: by its byte order mark, else UTF-8 when the bytes are valid,
 * else windows-1251, which every old Russian Excel writes. Marks at the start are dropped, however many.
 */
export function decodeText(bytes: Uint8Array): string {
  return decode(bytes).text.replace(/^\ufeff+/, '');
}

export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return { text: utf16(bytes.subarray(2), 0), encoding: 'utf-16le' };
  if (a === 0xfe && b === 0xff) return { text: utf16(bytes.subarray(2), 1), encoding: 'utf-16be' };
  const marked = a === 0xef && b === 0xbb && c === 0xbf;
  if (marked || isUtf8(bytes)) return { text: strFromU8(marked ? bytes.subarray(3) : bytes), encoding: 'utf-8' };
  return { text: cp1251(bytes), encoding: 'windows-1251' };
}

/** `high`: which byte of each pair is the greater one. An odd byte at the end is dropped. */
function utf16(bytes: Uint8Array, high: 0 | 1): string {
  const units: number[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const [x, y] = [bytes[i] ?? 0, bytes[i + 1] ?? 0];
    units.push(high === 1 ? (x << 8) | y : (y << 8) | x);
  }
  return joined(units);
}

function cp1251(bytes: Uint8Array): string {
  return joined(Array.from(bytes, (b) => (b < 0x80 ? b : CP1251.charCodeAt(b - 0x80))));
}

/** In slices: a call takes only so many arguments. */
function joined(units: readonly number[]): string {
  let out = '';
  for (let i = 0; i < units.length; i += 8192) out += String.fromCharCode(...units.slice(i, i + 8192));
  return out;
}

/** Whether bytes are well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF. */
export function isUtf8(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; ) {
    const length = sequence(bytes, i);
    if (length === 0) return false;
    i += length;
  }
  return true;
}

function sequence(bytes: Uint8Array, i: number): number {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return 1;
  const length = lengthBy(first);
  const second = bytes[i + 1] ?? 0;
  if (second < (SECOND_FROM[first] ?? 0x80) || second > (SECOND_TO[first] ?? 0xbf)) return 0;
  for (let k = 2; k < length; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Bytes of a sequence by its first one; 0 for a byte none begins with. */
function lengthBy(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

const SECOND_FROM: Readonly<Record<number, number>> = { 0xe0: 0xa0, 0xf0: 0x90 };
const SECOND_TO: Readonly<Record<number, number>> = { 0xed: 0x9f, 0xf4: 0x8f };
