import { createInstance, type FormatterModule, type i18n } from 'i18next';
import { parseLang, type Lang } from '../../core/format/languages.ts';
import { formatNumber } from '../../core/format/numbers.ts';
import { language, languages, REFERENCE, type WordPart } from './languages.ts';
import type { MessageKey, MessageValues, T } from './message-key.ts';
import { remember, remembered } from './remember.ts';

const STORED = 'tizme.lang';
const listeners = new Set<() => void>();
const loaded = new Set<`${Lang} ${WordPart}`>();
/** Whether anything behind the first start was asked for: then every language comes whole. */
let isRestWanted = false;
const engine: i18n = createInstance();
let current: Lang = languages[0].code;
let translate: T = make(current);
/** Counts requests, so that of two quick choices the later one wins whichever file arrives first. */
let asked = 0;

/** A new function for each language, so that whoever compares it sees the change. */
function make(lang: Lang): T {
  return (key: MessageKey, values: MessageValues = {}) => {
    const { count } = values;
    // `replace` keeps the values apart from the engine's own options, whatever they are called.
    return engine.t(key, { lng: lang, replace: values, ...(count === undefined ? {} : { count }) });
  };
}

function changed(): void {
  translate = make(current);
  for (const listener of listeners) listener();
}

async function load(lang: Lang): Promise<void> {
  await Promise.all([loadPart(lang, 'first'), ...(isRestWanted ? [loadPart(lang, 'rest')] : [])]);
}

async function loadPart(lang: Lang, part: WordPart): Promise<void> {
  if (loaded.has(`${lang} ${part}`)) return;
  const words = (await language(lang).load[part]()).default;
  loaded.add(`${lang} ${part}`);
  engine.addResourceBundle(lang, 'translation', words, true);
}

/** The words of every screen behind the first start. Rejects when they cannot be had (a first visit that was cut off). */
export async function restOfWords(): Promise<void> {
  isRestWanted = true;
  if (engine.isInitialized) await load(current);
}

/**
 * A word is missing in this language: fetch the reference language and show its word.
 * The files are complete by test, so this costs nothing until somebody adds half a language.
 */
function onMissing(): void {
  if (loaded.has(`${REFERENCE} ${isRestWanted ? 'rest' : 'first'}`)) return;
  load(REFERENCE).then(changed, () => undefined);
}

/** Numbers as the language writes them. The engine's own formatter asks Intl, which does not know Kyrgyz in desktop Chromium. */
const numbers: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, lng) =>
    typeof value === 'number' ? formatNumber(parseLang(lng ?? '') ?? current, value) : String(value),
};

/** Values are not escaped here: they only ever become text nodes, where an escaped O'Brien would show as O&#39;Brien. */
async function prepare(): Promise<void> {
  if (engine.isInitialized) return;
  await engine.use(numbers).init({
    fallbackLng: REFERENCE,
    supportedLngs: languages.map((entry) => entry.code),
    resources: {},
    initAsync: false,
    saveMissing: true,
    missingKeyHandler: onMissing,
    interpolation: { escapeValue: false, alwaysFormat: true },
  });
}

/**
 * Loads the words of `lang` (left out: the one chosen before, else the browser's) and shows the app in it. Rejects when the words cannot be loaded (first start without a network).
 */
export async function initI18n(lang: Lang = savedLanguage() ?? guessLanguage()): Promise<void> {
  const turn = ++asked;
  await prepare();
  await load(lang);
  if (turn !== asked) return;
  current = lang;
  document.documentElement.lang = lang;
  changed();
}

/** As `initI18n`, and remembers the choice on this device. */
export async function setLanguage(lang: Lang): Promise<void> {
  await initI18n(lang);
  remember(STORED, lang);
}

/** The language chosen on this device; undefined on the first start. */
export function savedLanguage(): Lang | undefined {
  return parseLang(remembered(STORED) ?? '') ?? undefined;
}

/** The first of the browser's languages that we have, else the reference language. */
export function guessLanguage(): Lang {
  for (const tag of navigator.languages) {
    const lang = parseLang(tag);
    if (lang !== null) return lang;
  }
  return REFERENCE;
}

export const currentLanguage = (): Lang => current;
export const currentT = (): T => translate;

/** The words of the present language; for code outside components (toasts, exports). Components use `useT`. */
export const t: T = (key, values) => translate(key, values);

/** Calls back after each change of language; returns the way to stop. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
