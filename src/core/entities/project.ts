import { entity } from '../schema/entity.ts';
import { code, codes, date, ref, text, units } from '../schema/field.ts';

/** The programme whose trainings are counted. */
export const project = entity({
  name: 'project',
  since: 1,
  scope: 'p',
  fields: {
    title_ky: text(),
    title_ru: text(),
    title_en: text(),
    donor: text(),
    implementers: text(),
    start: date(),
    end: date(),
    units: units({ max: 1000 }),
  },
});

/** One course is given many times: "25 trainings" are 25 deliveries of a course. */
export const course = entity({
  name: 'course',
  since: 1,
  scope: 'p',
  fields: { project: ref('project'), title_ky: text(), title_ru: text(), topics: codes('topic'), kind: code('event_kind') },
});
