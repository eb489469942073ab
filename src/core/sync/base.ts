/** Bytes as text: base64url where letters are free, base45 for QR codes (RFC 9285), whose small letters cost more. */

const SIXTY_FOUR = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const FORTY_FIVE = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

const placesIn = (alphabet: string): ReadonlyMap<string, number> => new Map([...alphabet].map((c, i) => [c, i]));
const PLACES_64 = placesIn(SIXTY_FOUR);
const PLACES_45 = placesIn(FORTY_FIVE);

/** Without padding. */
export function toBase64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const n = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const chars = Math.min(3, bytes.length - i) + 1;
    for (let k = 0; k < chars; k++) out += SIXTY_FOUR[(n >> (18 - 6 * k)) & 63];
  }
  return out;
}

/** Undefined when the text is no base64url. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (const c of text) {
    const place = PLACES_64.get(c);
    if (place === undefined) return undefined;
    held = ((held << 6) | place) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[at++] = (held >> bits) & 255;
  }
  return out;
}

export function toBase45(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    let n = pair ? (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0) : (bytes[i] ?? 0);
    for (let k = 0; k < (pair ? 3 : 2); k++) {
      out += FORTY_FIVE[n % 45];
      n = Math.floor(n / 45);
    }
  }
  return out;
}

/** Undefined when the text is no base45. */
export function fromBase45(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 3 === 1) return undefined;
  const out: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const places = Array.from(text.slice(i, i + 3), (c) => PLACES_45.get(c));
    const n = places.reduceRight<number>((sum, p) => sum * 45 + (p ?? NaN), 0);
    const most = places.length === 3 ? 65_535 : 255;
    if (!(n <= most)) return undefined;
    if (places.length === 3) out.push(n >> 8);
    out.push(n & 255);
  }
  return new Uint8Array(out);
}
