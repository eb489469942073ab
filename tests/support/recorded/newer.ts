import { entities, registryOf } from '../../../src/core/entities/registry.ts';
import { entity } from '../../../src/core/schema/entity.ts';
import { int, ref, text } from '../../../src/core/schema/field.ts';

/** A table that this version does not have; its ids are derived. */
const teaCup = entity({
  name: 'tea_cup',
  since: 2,
  scope: 't',
  key: { prefix: 'q', fields: ['training', 'n'] },
  fields: { training: ref('training', { required: true }), n: int({ required: true }), drinker: text({ personal: true }), sugar: int({ max: 9 }) },
});

/** What the next version might know: a table more, and a clear and a personal field more of tables that are there. */
export const newer = registryOf([
  ...entities.map((e) => {
    if (e.name === 'training') return { ...e, fields: { ...e.fields, tea_break: text() } };
    return e.name === 'registration' ? { ...e, fields: { ...e.fields, nickname: text({ personal: true }) } } : e;
  }),
  teaCup,
]);
