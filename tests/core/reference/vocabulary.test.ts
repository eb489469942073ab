import { describe, expect, it } from 'vitest';
import { label, vocabulary, type VocabularyName } from '../../../src/core/reference/vocabulary.ts';
import vocabularies from '../../../src/core/reference/vocabularies.json' with { type: 'json' };
import { registry } from '../../../src/core/entities/registry.ts';

const names = Object.keys(vocabularies) as VocabularyName[];

describe('vocabularies', () => {
  it('have distinct codes and a word in all three languages', () => {
    for (const name of names) {
      const entries = vocabulary(name);
      expect(entries.length, name).toBeGreaterThan(0);
      expect(new Set(entries.map(({ code }) => code)).size, name).toBe(entries.length);
      for (const entry of entries) {
        expect(entry.code).toMatch(/^[A-Za-z0-9][A-Za-z0-9_+.:-]{0,63}$/);
        for (const lang of ['ky', 'ru', 'en'] as const) expect(entry[lang].trim(), `${name}.${entry.code}`).not.toBe('');
      }
    }
  });

  it('exist for every field that names one', () => {
    const named = [...registry.values()].flatMap((entity) => Object.values(entity.fields).flatMap(({ vocab }) => (vocab === undefined ? [] : [vocab])));
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(names).toContain(name);
  });

  it('label a code in the language asked for; an unknown code is itself', () => {
    expect(['ky', 'ru', 'en'].map((lang) => label('sex', 'f', lang as 'ky'))).toEqual(['Аял', 'Женщина', 'Female']);
    expect(label('participant_role', 'our_own_role', 'ky')).toBe('our_own_role');
    expect(label('sex', '__proto__', 'ru')).toBe('__proto__');
    expect(label('sex', 'constructor', 'en')).toBe('constructor');
  });
});
