import { noIntlLanguage } from './no-intl-language.ts';
import { noUntranslated } from './no-untranslated.ts';
import { rooms } from './rooms.ts';

/** The rules of this house. oxlint asks for a default export. */
export default {
  meta: { name: 'tizme' },
  rules: { rooms, 'no-untranslated': noUntranslated, 'no-intl-language': noIntlLanguage },
};
