import { createHash, timingSafeEqual } from 'node:crypto';

/** Randomness as an argument: tests give their own. */
export type Random = (n: number) => Uint8Array;

/** Crockford's base 32 in small letters: no i, l, o, u, so that it survives being read out or typed. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Text of `chars` characters, 5 random bits each. */
export function secret(random: Random, chars: number): string {
  return [...random(chars)].map((b) => ALPHABET[b & 31]).join('');
}

/** 130 bits. */
export const newInvite = (random: Random): string => secret(random, 26);
/** 260 bits. */
export const newToken = (random: Random): string => secret(random, 52);
/** The mark of one push, 40 bits: only has to differ from what another life of the database would have drawn. */
export const newNonce = (random: Random): string => secret(random, 8);

/** What is stored instead of a secret: SHA-256, hex. Enough for secrets of 128 bits and more, which cannot be guessed. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Compares two hashes in a time that does not tell how far they agree. */
export function sameHash(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/**
 * An invitation as it was made, from what a messenger or a person made of it: capitals, spaces between groups,
 * and the letters that look like digits.
 */
export const tidyInvite = (text: string): string =>
  text.toLowerCase().replaceAll(/[\s\u200b-\u200d\ufeff-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
