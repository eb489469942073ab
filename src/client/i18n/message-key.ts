import type ru from '../../../locales/ru.json';

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type WithoutForm<Key extends string> = Key extends `${infer Base}_${PluralForm}` ? Base : Key;
type KeysOf<Node> = {
  [Key in keyof Node & string]: Node[Key] extends string ? WithoutForm<Key> : `${Key}.${KeysOf<Node[Key]>}`;
}[keyof Node & string];

/** A key of locales/ru.json, `section.key`; plural keys without their form. An unknown key does not compile. */
export type MessageKey = KeysOf<typeof ru>;

/**
 * What fills the placeholders. Numbers are written the way the language writes them (`1 234,5`);
 * give years and codes as text. `count` chooses the plural form.
 */
export type MessageValues = Readonly<Record<string, string | number>> & { readonly count?: number };

export type T = (key: MessageKey, values?: MessageValues) => string;
