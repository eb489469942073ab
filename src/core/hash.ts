/**
 * A 64-bit digest of text as 16 hex digits: two 32-bit FNV-1a lanes over UTF-16 code units, each finished
 * with the avalanche of MurmurHash3 (public domain, Austin Appleby). Guards against accidents (a torn,
 * repeated or forked batch), not against an attacker.
 */
export function hash64(text: string): string {
  const [high, low] = hashLanes(text);
  return hex(high) + hex(low);
}

/** `hash64` as two whole numbers of 32 bits, the higher first: for sums. */
export function hashLanes(text: string): readonly [high: number, low: number] {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ ((unit << 7) | (unit >>> 9)), 0x85ebca6b);
    b ^= b >>> 15;
  }
  return [finish(a ^ text.length) >>> 0, finish(b + Math.imul(a, 5)) >>> 0];
}

function finish(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const hex = (x: number): string => (x >>> 0).toString(16).padStart(8, '0');
