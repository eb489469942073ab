/** The languages of the screen and of exports. Stored as `ky`, never `kg`. */
export type Lang = 'ky' | 'ru' | 'en';

const LANGS: readonly Lang[] = ['ky', 'ru', 'en'];

/** A language from outside (URL, file, browser): accepts `kg` (what many local apps write) and regions; null if not ours. */
export function parseLang(raw: string): Lang | null {
  const code = raw.trim().toLowerCase().split(/[-_]/)[0];
  if (code === 'kg') return 'ky';
  return LANGS.find((lang) => lang === code) ?? null;
}
