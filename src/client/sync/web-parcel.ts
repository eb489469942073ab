import type { Bytes, ParcelPort } from '../../core/sync/parcel.ts';

/** Ciphers, hashes and gzip of the browser (or of Node, in tests), as parcels need them. */
export const webParcel: ParcelPort = {
  random: (n) => crypto.getRandomValues(new Uint8Array(n)),
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
  async hmac(key, bytes) {
    const secret = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', secret, bytes));
  },
  async stretch(secret, salt, iterations) {
    const code = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, code, 256));
  },
  async encrypt(key, iv, additionalData, plain) {
    return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, await aes(key, 'encrypt'), plain));
  },
  async decrypt(key, iv, additionalData, sealed) {
    try {
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, await aes(key, 'decrypt'), sealed));
    } catch {
      return undefined; // the browser says no more than that it does not fit
    }
  },
  gzip: async (bytes) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()),
  gunzip,
  utf8: (text) => new TextEncoder().encode(text),
  text(bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return undefined; // no text
    }
  },
};

const aes = (key: Bytes, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> => crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);

/** Stops as soon as there is too much: a few bytes can unpack to gigabytes. */
async function gunzip(bytes: Bytes, most: number): Promise<Bytes | undefined> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Bytes[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
      size += value.length;
      if (size > most) {
        await reader.cancel();
        return undefined;
      }
      parts.push(value);
    }
  } catch {
    return undefined; // no gzip, or cut off
  }
}
