import { entity } from '../schema/entity.ts';
import { code, codes, date, int, ref, text, unit } from '../schema/field.ts';

/** One event: its facts. Who came lies in scope `t:<training>`. */
export const training = entity({
  name: 'training',
  since: 1,
  scope: 'p',
  fields: {
    project: ref('project'),
    course: ref('course'),
    kind: code('event_kind'),
    title: text({ max: 300 }),
    unit: unit({ required: true }),
    venue: text({ max: 300 }),
    start: date({ required: true }),
    end: date({ required: true }),
    status: code('training_status'),
    langs: codes('language'),
    topics: codes('topic'),
    planned: int({ max: 10_000 }),
    /** 'day' or 'session': what one mark stands for; chosen before the first mark. */
    per: code('mark_per'),
    notes: text({ max: 4000 }),
  },
});

/** A day (or session) for which attendance is marked. `n` from 1. */
export const slot = entity({
  name: 'slot',
  since: 1,
  scope: 't',
  key: { prefix: 'd', fields: ['training', 'n'] },
  fields: {
    training: ref('training', { required: true }),
    n: int({ required: true, min: 1, max: 366 }),
    day: date({ required: true }),
    title: text({ max: 300 }),
  },
});

export const trainer = entity({
  name: 'trainer',
  since: 1,
  scope: 'p',
  fields: { name: text({ personal: true, required: true, max: 200 }), kinds: codes('trainer_kind') },
});

/** Many trainers to a training, each of a kind: why 5 + 8 + 13 may be 26 for 25 trainings. */
export const trainingTrainer = entity({
  name: 'training_trainer',
  since: 1,
  scope: 'p',
  key: { prefix: 'l', fields: ['training', 'trainer'] },
  fields: {
    training: ref('training', { required: true }),
    trainer: ref('trainer', { required: true }),
    kind: code('trainer_kind'),
    part: code('trainer_part'),
  },
});
