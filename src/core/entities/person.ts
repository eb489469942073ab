import { entity } from '../schema/entity.ts';
import { bool, code, date, int, ref, text, time, unit } from '../schema/field.ts';

/** A person across trainings; lives in the area (`r:<area>`) where first registered. */
export const person = entity({
  name: 'person',
  since: 1,
  scope: 'r',
  fields: {
    /** Full name as written: primary; parts are derived. */
    name: text({ personal: true, required: true, max: 200 }),
    sex: code('sex', { personal: true }),
    birth_year: int({ personal: true, min: 1900, max: 2199 }),
    age_band: code('age_band', { personal: true }),
    phone: text({ personal: true, max: 40 }),
    org: text({ personal: true, max: 200 }),
    position: text({ personal: true, max: 200 }),
    role: code('participant_role', { personal: true }),
    unit: unit(),
  },
});

/** "These two are one": a row, so that undoing it is deleting it (DECISIONS 5). `a` < `b` by id. */
export const personMerge = entity({
  name: 'person_merge',
  since: 1,
  scope: 'r',
  key: { prefix: 'm', fields: ['a', 'b'] },
  fields: { a: ref('person', { required: true }), b: ref('person', { required: true }) },
});

export const consent = entity({
  name: 'consent',
  since: 1,
  scope: 'r',
  fields: {
    person: ref('person', { required: true }),
    kind: code('consent_kind'),
    given: bool(),
    form: code('consent_form'),
    text_version: text({ max: 40 }),
    lang: code('language'),
    at: time(),
    witness: text({ personal: true, max: 200 }),
    withdrawn: date(),
  },
});
