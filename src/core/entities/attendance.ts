import { entity } from '../schema/entity.ts';
import { code, int, ref, text, time, unit } from '../schema/field.ts';

/**
 * A person on the list of one training, with a snapshot of who they were then (DECISIONS 4).
 * Sex and age band are counted facts and stay when a person is erased; they are therefore clear.
 * Without a person (headcount, consent refused) its id is a plain one.
 */
export const registration = entity({
  name: 'registration',
  since: 1,
  scope: 't',
  key: { prefix: 'g', fields: ['training', 'person'] },
  fields: {
    training: ref('training', { required: true }),
    person: ref('person'),
    name: text({ personal: true, max: 200 }),
    sex: code('sex'),
    age_band: code('age_band'),
    birth_year: int({ personal: true, min: 1900, max: 2199 }),
    phone: text({ personal: true, max: 40 }),
    role: code('participant_role'),
    org: text({ personal: true, max: 200 }),
    position: text({ personal: true, max: 200 }),
    unit: unit(),
    source: code('registration_source'),
    /** Number on the sheet. */
    no: int({ max: 100_000 }),
  },
});

/** One mark: a registration on a slot. Two tablets that mark it edit the same row. */
export const attendance = entity({
  name: 'attendance',
  since: 1,
  scope: 't',
  key: { prefix: 'a', fields: ['registration', 'slot'] },
  fields: {
    registration: ref('registration', { required: true }),
    slot: ref('slot', { required: true }),
    mark: code('attendance'),
    /** When the mark was set, local wall time: data for people. */
    at: time(),
  },
});
