import en from '../../../locales/en.json' with { type: 'json' };
import ky from '../../../locales/ky.json' with { type: 'json' };
import ru from '../../../locales/ru.json' with { type: 'json' };
import type { Labels } from '../../../src/core/export/words.ts';
import type { Lang } from '../../../src/core/format/languages.ts';

const locales: Readonly<Record<Lang, unknown>> = { ky, ru, en };

/** The words of a language as the app gives them: sections, plurals by `count`, `{{placeholders}}`. A missing key throws. */
export function labelsOf(lang: Lang): Labels {
  const plural = new Intl.PluralRules(lang);
  const find = (key: string): unknown =>
    key.split('.').reduce<unknown>((node, part) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[part] : undefined), locales[lang]);
  return (key, vars = {}) => {
    const count = vars['count'];
    const word = find(key) ?? (typeof count === 'number' ? find(`${key}_${plural.select(count)}`) : undefined);
    if (typeof word !== 'string') throw new Error(`${lang} has no ${key}`);
    return word.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = vars[name];
      if (value === undefined) throw new Error(`${key} wants ${name}`);
      return String(value);
    });
  };
}
