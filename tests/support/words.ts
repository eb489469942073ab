import en from '../../locales/en.json' with { type: 'json' };
import ky from '../../locales/ky.json' with { type: 'json' };
import ru from '../../locales/ru.json' with { type: 'json' };

const files = { ky, ru, en };
export type Lang = keyof typeof files;

/** The word a person reads for `section.key`: tests press what people press. @throws when there is none */
export function word(lang: Lang, key: string): string {
  let node: unknown = files[lang];
  for (const part of key.split('.')) node = (node as Record<string, unknown> | undefined)?.[part];
  if (typeof node !== 'string') throw new Error(`no word ${key} in ${lang}`);
  return node;
}

/** The words around placeholders as a pattern: `Имя: {{name}}` finds `Имя: Асан`. */
export function pattern(lang: Lang, key: string): RegExp {
  const parts = word(lang, key).split(/\{\{[^}]+\}\}/);
  return new RegExp(parts.map((p) => p.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'));
}
