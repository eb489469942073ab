import type { RecordId } from '../../../src/core/ids.ts';
import { trainingDay } from '../training-day.ts';
import { readBody, Tablet } from '../tablet.ts';
import { listening, NOW, recordingEndpoint, type Recorded } from './conversation.ts';
import { newer } from './newer.ts';

export const COORDINATORS = ['k3m9x2q7w1', 'readeroffi', 'newertable'];
export const TRAINERS = ['traineronl'];

/**
 * Speaks with an endpoint the way tablets of this version do, and gives what went over the line. Only for a version
 * that is about to be released: what was recorded of one that is out is never recorded anew.
 */
export async function record(): Promise<readonly Recorded[]> {
  const said: Recorded[] = [];
  const e = await recordingEndpoint(COORDINATORS, TRAINERS);
  let name = '';
  const device = (replica: string, more = {}): Tablet => {
    const ask = listening(e.ask, async (request, response) => {
      said.push({ name, device: replica, request, status: response.status, answer: (await readBody(response)) as Record<string, unknown> });
    });
    const t = new Tablet({ ask, now: () => NOW, replica, ...more });
    t.enrolled = { token: e.tokens.get(replica) ?? '' } as NonNullable<Tablet['enrolled']>;
    return t;
  };
  const step = async (what: string, t: Tablet): Promise<void> => {
    name = what;
    await t.sync();
  };

  const maker = device('k3m9x2q7w1');
  const { ops, training } = trainingDay();
  maker.pend.push(...ops);
  await step('the first contact pushes a day', maker);
  const slot = `d:${training}/1`;
  const mark = { no: 51, h: maker.nextStamp(), by: 'k3m9x2q7w1.0' };
  maker.save(`t:${training}`, 'attendance', `a:g:${training}/k3m9x2q7w1.3/${slot}` as RecordId, { mark: 'left_early' }, mark);
  await step('an edit, with a digest for its cursors', maker);
  maker.save('p', 'training', training, { status: 'finished early' }, { no: 52, h: maker.nextStamp() });
  maker.save('p', 'nothing_known', 'k3m9x2q7w1.zz' as RecordId, {}, { no: 53, h: maker.nextStamp(), f: { a: 1 }, p: {} });
  maker.save('p', 'training', training, { notes: 'from a clock ahead' }, { no: 54, h: '0zzzzzzzzz0000k3m9x2q7w1' as never });
  maker.save('p', 'training', training, { venue: null, langs: ['ky', 'ru'], $gone: false }, { no: 55, h: maker.nextStamp() });
  await step('bad saves, a clock ahead, a list and an empty cell', maker);
  const reader = device('readeroffi');
  await step('a reader pulls everything', reader);
  await step('nothing new', reader);

  const next = device('newertable', { registry: newer, schema: 99 });
  const made = 'newertable.1' as RecordId;
  next.save('p', 'training', made, { unit: '41703225853000', start: '2019-11-20', end: '2019-11-20', tea_break: '10:30' });
  next.save(`t:${made}`, 'tea_cup', `q:${made}/1` as RecordId, { training: made, n: 1, drinker: 'Сыдыков Эрмек', sugar: 3 });
  next.save(`t:${made}`, 'tea_cup', `q:${made}/2` as RecordId, { training: made, n: 2, drinker: 'Исакова Бүбүсара', sugar: 0 });
  await step('a newer app pushes a field and a table unknown here', next);
  reader.room = 0;
  await step('a page with more behind it', reader);
  await step('the rest of it', reader);
  await step('a trainer sees the project alone', device('traineronl'));

  reader.cursors.set('p', ['p', 1, 'neverwas']);
  await step('a digest of cursors that the endpoint does not have', reader);
  reader.tellCursors = true;
  await step('a mark that the endpoint never gave', reader);
  const clone = device('k3m9x2q7w1');
  clone.last = { n: 1, dig: 'AAAAAAAAAAA' };
  clone.save('p', 'training', training, { venue: 'Мектеп' }, { no: 51 });
  await step('a clone goes on from an old place', clone);
  return said;
}
