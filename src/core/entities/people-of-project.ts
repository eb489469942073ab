import { entity } from '../schema/entity.ts';
import { code, ref, text } from '../schema/field.ts';

/** Someone who works with the app. A lone tablet has one from its first start. */
export const user = entity({
  name: 'user',
  since: 1,
  scope: 'p',
  fields: { name: text({ personal: true, max: 200 }), role: code('user_role'), lang: code('language') },
});

/** A tablet or desk as people call it. */
export const device = entity({
  name: 'device',
  since: 1,
  scope: 'p',
  fields: { label: text({ max: 100 }), user: ref('user'), app: text({ max: 40 }) },
});
