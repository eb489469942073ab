import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Bytes, ParcelPort } from '../../src/core/sync/parcel.ts';

const fresh = (b: Uint8Array): Bytes => new Uint8Array(b);

let drawn = 0;

/** What parcels need, at once and without chance, so that a seed is the same run each time. The key of a code costs nothing here. */
export const ciphers: ParcelPort = {
  random: (n) => fresh(createHash('sha512').update(`parcel ${drawn++}`).digest().subarray(0, n)),
  sha256: async (bytes) => fresh(createHash('sha256').update(bytes).digest()),
  hmac: async (key, bytes) => fresh(createHmac('sha256', key).update(bytes).digest()),
  stretch: async (secret, salt) => fresh(createHash('sha256').update(secret).update(salt).digest()),
  async encrypt(key, nonce, clear, plain) {
    const c = createCipheriv('aes-256-gcm', key, nonce).setAAD(clear);
    return fresh(Buffer.concat([c.update(plain), c.final(), c.getAuthTag()]));
  },
  async decrypt(key, nonce, clear, sealed) {
    try {
      const d = createDecipheriv('aes-256-gcm', key, nonce).setAAD(clear).setAuthTag(sealed.subarray(-16));
      return fresh(Buffer.concat([d.update(sealed.subarray(0, -16)), d.final()]));
    } catch {
      return undefined; // the wrong key, or not what was sealed
    }
  },
  gzip: async (bytes) => fresh(gzipSync(bytes)),
  gunzip: async (bytes, most) => fresh(gunzipSync(bytes, { maxOutputLength: most })),
  utf8: (text) => fresh(Buffer.from(text)),
  text: (bytes) => Buffer.from(bytes).toString('utf8'),
};
