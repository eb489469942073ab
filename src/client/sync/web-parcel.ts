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
  async gzip(bytes) {
    const packed = await through(bytes, new CompressionStream('gzip'), Infinity);
    if (!packed) throw new Error('gzip');
    return packed;
  },
  gunzip: (bytes, most) => through(bytes, new DecompressionStream('gzip'), most),
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

/** What comes out of a stream; undefined when it fails, or as soon as there is too much: a few bytes can unpack to gigabytes. */
async function through(bytes: Bytes, stream: CompressionStream | DecompressionStream, most: number): Promise<Bytes | undefined> {
  const writer = stream.writable.getWriter();
  // What is wrong with the bytes shows where they are read.
  void writer.write(bytes).catch(() => undefined);
  void writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(parts, size);
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

function joined(parts: readonly Uint8Array[], size: number): Bytes {
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
