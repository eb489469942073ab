import { inviteOf } from '../sync/enrol.ts';

/** A whole invitation is longer; a code in groups that is shorter than this is just words. */
const LEAST_JOINED = 20;

/**
 * The invitation in an address or in pasted text, whatever a messenger or a hand has put around it: a full stop, a
 * bracket, quotes, blanks, words behind the link, `#J=` in capitals, signs written as `%C2%BB`, a code in groups.
 * Capitals within the secret stay: the endpoint reads them as small letters.
 * @returns undefined when there is none that could be one
 */
export function inviteIn(text: string): string | undefined {
  const plain = decoded(text).replaceAll(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '').trim();
  const linked = /#j=[^A-Za-z0-9_-]*([A-Za-z0-9_-]*)/i.exec(plain)?.[1];
  if (linked !== undefined) return inviteOf(linked);
  const groups = plain.replaceAll(/[\s-]/g, '').replaceAll(/^[^A-Za-z0-9_]+|[^A-Za-z0-9_]+$/g, '');
  if (groups.length >= LEAST_JOINED && /^[A-Za-z0-9_]+$/.test(groups)) return inviteOf(groups);
  return inviteOf(plain.replace(/[^A-Za-z0-9_-]+$/, ''));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign: as it stands
  }
}
