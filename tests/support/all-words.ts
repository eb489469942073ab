import { restOfWords } from '../../src/client/i18n/i18n.ts';

// Screens come with the words of all screens (src/client/app/routes.ts); tests render them without the routes.
await restOfWords();
