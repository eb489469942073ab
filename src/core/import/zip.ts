import { Inflate, strFromU8 } from 'fflate';
import { err, ok, type Result } from '../result.ts';
import { LIMITS, type ImportFault } from './grid.ts';

/** Where a part lies in an archive. */
interface Part {
  readonly name: string;
  /** 0 stored, 8 deflated; others are refused. */
  readonly method: number;
  readonly packed: number;
  readonly headerAt: number;
  readonly encrypted: boolean;
  readonly crc: number;
}

/**
 * The parts of a zip archive, by name, unpacked only when asked for and within caps that hold for all of them
 * together. Sizes are never believed: the archive's own word decides nothing, the bytes that come out do.
 */
export interface Archive {
  readonly names: readonly string[];
  readonly read: (name: string) => Result<Uint8Array, ImportFault>;
}

const END = 0x06054b50;
const END_SIZE = 22;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX32 = 0xffffffff;
/** More parts than any workbook has: a list of 65,536 is an attack on our patience. */
const MAX_PARTS = 2_000;
/** Packed bytes fed at once: deflate grows at most about 1,032 times, so one step stays below 17 MiB. */
const STEP = 16_384;
/** Below this size the ratio is not asked: short tables of equal cells pack very well. */
const RATIO_FROM = 1_048_576;

export function openZip(bytes: Uint8Array): Result<Archive, ImportFault> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const listed = directory(view, bytes);
  if (!listed) return err('broken');
  // Of two parts with one name the first holds: readers differ, so nothing may depend on the second.
  const parts = new Map<string, Part>();
  for (const p of listed) if (!parts.has(p.name)) parts.set(p.name, p);
  let left: number = LIMITS.unpacked;
  return ok({
    names: [...parts.keys()],
    read(name) {
      const part = parts.get(name);
      if (!part) return err('broken');
      const out = unpack(view, bytes, part, left);
      if (out.ok) left -= out.value.length;
      return out;
    },
  });
}

/** The central directory, or null when it is not one. */
function directory(view: DataView, bytes: Uint8Array): Part[] | null {
  const end = findEnd(view);
  if (end === null) return null;
  const { count, at: start } = end;
  if (count > MAX_PARTS) return null;
  const parts: Part[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) return null;
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > view.byteLength) return null;
    const [packed, headerAt] = sizes(view, at, at + 46 + nameLength, extraLength);
    parts.push({
      name: strFromU8(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/'),
      method: view.getUint16(at + 10, true), packed, headerAt,
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
    });
    at = next;
  }
  return parts;
}

function findEnd(view: DataView): { count: number; at: number } | null {
  for (let at = view.byteLength - END_SIZE; at >= Math.max(0, view.byteLength - END_SIZE - 65_535); at--) {
    if (view.getUint32(at, true) !== END) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    return count === 0xffff || start === MAX32 ? findEnd64(view, at) : { count, at: start };
  }
  return null;
}

function findEnd64(view: DataView, end: number): { count: number; at: number } | null {
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR64) return null;
  const at = Number(view.getBigUint64(locator + 8, true));
  if (at + 56 > view.byteLength || view.getUint32(at, true) !== END64) return null;
  return { count: Number(view.getBigUint64(at + 32, true)), at: Number(view.getBigUint64(at + 48, true)) };
}

/** Packed size and place of the local header; from the zip64 field where they do not fit (APPNOTE 4.5.3). */
function sizes(view: DataView, entry: number, extra: number, length: number): [packed: number, headerAt: number] {
  let packed = view.getUint32(entry + 20, true);
  let headerAt = view.getUint32(entry + 42, true);
  const unpacked = view.getUint32(entry + 24, true);
  if (packed !== MAX32 && headerAt !== MAX32) return [packed, headerAt];
  for (let at = extra; at + 4 <= extra + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const stop = Math.min(at + 4 + view.getUint16(at + 2, true), extra + length);
    let field = at + 4 + (unpacked === MAX32 ? 8 : 0);
    if (packed === MAX32 && field + 8 <= stop) {
      packed = Number(view.getBigUint64(field, true));
      field += 8;
    }
    if (headerAt === MAX32 && field + 8 <= stop) headerAt = Number(view.getBigUint64(field, true));
    break;
  }
  return [packed, headerAt];
}

function unpack(view: DataView, bytes: Uint8Array, part: Part, left: number): Result<Uint8Array, ImportFault> {
  if (part.encrypted) return err('encrypted');
  const at = part.headerAt;
  if (at + 30 > view.byteLength || view.getUint32(at, true) !== LOCAL) return err('broken');
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (from + part.packed > view.byteLength) return err('broken');
  const packed = bytes.subarray(from, from + part.packed);
  if (part.method !== 0 && part.method !== 8) return err('broken');
  if (part.method === 0 && packed.length > left) return err('unpacks_too_big');
  const out = part.method === 8 ? inflate(packed, left) : ok(packed);
  return out.ok && crc32(out.value) !== part.crc ? err('broken') : out;
}

/** CRC-32 as zip has it (polynomial 0xEDB88320, reflected): a name with a flipped bit must not pass. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const b of bytes) crc = (CRC_TABLE[(crc ^ b) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = (c & 1) === 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** Deflated bytes, step by step, stopped as soon as they grow too big. */
function inflate(packed: Uint8Array, left: number): Result<Uint8Array, ImportFault> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += STEP) {
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
      if (size > left || (size > RATIO_FROM && size > packed.length * LIMITS.ratio)) return err('unpacks_too_big');
    }
  } catch {
    return err('broken'); // not deflate, or cut short
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return ok(out);
}
