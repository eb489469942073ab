import { beforeEach, describe, expect, it } from 'vitest';
import { CHUNK } from '../../../src/core/files/limits.ts';
import { must } from '../../../src/core/result.ts';
import { waitingPhotos } from '../../../src/client/store/photos-waiting.ts';
import { syncState } from '../../../src/client/sync/state.ts';
import { dropBlob } from '../../../src/server/blobs/links.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { shaOf } from '../../support/pictures.ts';
import { cutAfter, newTraining, sendAll, sent, syncOf, takePhoto, watchedLine, type Watched } from './photos-support.ts';

const KB = 1024;
let world: World;
let office: Joined;
let tablet: Joined;
let line: Watched;
beforeEach(async () => {
  world = await makeWorld();
  office = await world.joined(1, await world.firstInvite());
  tablet = await world.joined(2, await world.invite('trainer'));
  line = watchedLine(world);
});

const held = (sha: string): Promise<number | undefined> => world.store.read(async (tx) => (await tx.blobs.blob(sha))?.held);
const stateOf = async (sha: string): Promise<string | undefined> => (await tablet.store.db.blobs.get(sha))?.state;

describe('photos on their way up', () => {
  it('[2.10] go after their rows, and a second tablet sees them', async () => {
    const { training, s } = await newTraining(tablet);
    const { sha, bytes } = await takePhoto(tablet.store, training, 200 * KB, 5);
    expect(await waitingPhotos(tablet.store.db)).toEqual({ count: 1, bad: 0 });
    // Its row has not gone yet: nothing of it goes.
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect(line.asked).toEqual([]);
    await tablet.sync();
    expect(await syncState(tablet.store, false)).toMatchObject({ look: 'done', photos: 1 });
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect([await stateOf(sha), sent(line)]).toEqual(['safe', 200 * KB]);
    expect(await syncState(tablet.store, false)).not.toHaveProperty('photos');

    await office.sync();
    const [row] = await office.store.list('file', s);
    expect(row).toMatchObject({ sha, type: 'jpeg', size: 200 * KB, width: 1600, height: 1200, taken: '2019-11-18T09:10', training });
    expect(await (await office.store.photos()).find(sha)).toBeUndefined();
    expect(await syncOf(office, line).fetch(sha)).toBe('here');
    const here = must(await (await office.store.photos()).find(sha), 'photo');
    expect([here.state, here.from, here.type]).toEqual(['safe', 'endpoint', 'image/jpeg']);
    expect(new Uint8Array(here.bytes)).toEqual(bytes);
  });

  it('[2.10] [I11] a photo of 200 KB with one cut at half costs at most 1.1 times its bytes', async () => {
    const { training } = await newTraining(tablet);
    const { sha } = await takePhoto(tablet.store, training, 200 * KB, 5);
    await tablet.sync();
    // A slow line: what leaves the tablet in the piece that is cut is what arrives of it.
    let [cut, lost] = [false, 0];
    line.fault = (method, _n, _send, init) => {
      if (method !== 'PATCH' || cut) return undefined;
      const at = Number(new Headers(init.headers).get('upload-offset'));
      const size = (init.body as ArrayBuffer).byteLength;
      if (at + size <= 100 * KB) return undefined;
      cut = true;
      const arrives = 100 * KB - at;
      lost = size - arrives;
      return cutAfter(world, sha, init, arrives);
    };
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'again', problem: 'network', wait: 0 });
    expect([await held(sha), cut]).toEqual([100 * KB, true]);
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect(await stateOf(sha)).toBe('safe');
    expect(sent(line) - lost).toBeLessThanOrEqual(1.1 * 200 * KB);
    expect(line.asked.filter(([method]) => method === 'HEAD')).toHaveLength(2);
  });

  it('[4.2/40] [2.10] [40] an answer lost, at whichever piece, costs no byte twice', async () => {
    const { training } = await newTraining(tablet);
    await tablet.sync();
    for (let lost = 1; lost <= 6; lost++) {
      const { sha } = await takePhoto(tablet.store, training, 120 * KB, 100 + lost);
      await tablet.sync();
      const before = sent(line);
      let pieces = 0;
      line.fault = (method, _n, send) => (method === 'PATCH' && ++pieces === lost ? send().then(() => Promise.reject(new TypeError('lost'))) : undefined);
      const pace = { size: CHUNK.least };
      for (let run = 0; run < 3; run++) await sendAll(tablet.store, line, { pace, now: () => 0 });
      expect([lost, await stateOf(sha), sent(line) - before]).toEqual([lost, 'safe', 120 * KB]);
    }
  });

  it('[2.10] one that the endpoint has from another tablet is not sent again', async () => {
    const mine = await newTraining(tablet);
    const theirs = await newTraining(office);
    await takePhoto(office.store, theirs.training, 80 * KB, 9);
    await office.sync();
    await sendAll(office.store, line);
    line.asked.length = 0;
    const { sha } = await takePhoto(tablet.store, mine.training, 80 * KB, 9);
    await tablet.sync();
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect([line.asked, await stateOf(sha)]).toEqual([[['HEAD', 0]], 'safe']);
  });

  it('[2.10] bytes spoilt on the way are sent once more, spoilt again they are laid aside and hold up no other', async () => {
    const { training } = await newTraining(tablet);
    const first = await takePhoto(tablet.store, training, 40 * KB, 1);
    tablet.clock.now += 1;
    const second = await takePhoto(tablet.store, training, 40 * KB, 2);
    await tablet.sync();
    let spoil = 1;
    const spoilt = (init: RequestInit): Promise<Response> => {
      const bytes = new Uint8Array((init.body as ArrayBuffer).slice(0));
      bytes[bytes.length - 1] = 0x80 ^ (bytes[bytes.length - 1] ?? 0);
      return world.request(`/v1/blob/${first.sha}`, { ...init, body: bytes });
    };
    line.fault = (method, _n, _send, init) => {
      const last = new Headers(init.headers).get('upload-offset') !== '0';
      return method === 'PATCH' && last && spoil-- > 0 ? spoilt(init) : undefined;
    };
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect([await stateOf(first.sha), await stateOf(second.sha)]).toEqual(['safe', 'safe']);

    const third = await takePhoto(tablet.store, training, 40 * KB, 3);
    tablet.clock.now += 1;
    const fourth = await takePhoto(tablet.store, training, 40 * KB, 4);
    await tablet.sync();
    let at = '';
    line.fault = (method, _n, _send, init) => {
      const last = new Headers(init.headers).get('upload-offset') !== '0';
      if (method === 'HEAD') at = at === '' ? third.sha : fourth.sha;
      if (method !== 'PATCH' || !last || at !== third.sha) return undefined;
      const bytes = new Uint8Array((init.body as ArrayBuffer).slice(0)).map((b) => b ^ 1);
      return world.request(`/v1/blob/${third.sha}`, { ...init, body: bytes });
    };
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect([await stateOf(third.sha), await stateOf(fourth.sha)]).toEqual(['wait', 'safe']);
    expect((await tablet.store.db.blobs.get(third.sha))?.bad).toBe('spoilt');
    expect(await waitingPhotos(tablet.store.db)).toEqual({ count: 1, bad: 1 });
    line.asked.length = 0;
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect(line.asked).toEqual([]);
  });

  it('[2.10] bytes damaged on the tablet are not sent', async () => {
    const { training } = await newTraining(tablet);
    const { sha, bytes } = await takePhoto(tablet.store, training, 40 * KB, 1);
    await tablet.sync();
    await tablet.store.db.blobs.update(sha, { bytes: bytes.slice(0, 30 * KB).buffer });
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect([line.asked, (await tablet.store.db.blobs.get(sha))?.bad]).toEqual([[], 'damaged']);
  });

  it('[2.10] pieces grow to about four seconds and shrink after a fault', async () => {
    const { training } = await newTraining(tablet);
    await takePhoto(tablet.store, training, 900 * KB, 1);
    await tablet.sync();
    // 25 KB a second: a line as in a village. Then one of 1 MB a second.
    let [now, rate] = [0, 25];
    line.fault = (_method, _n, send, init) => {
      now += init.body instanceof ArrayBuffer ? (init.body.byteLength / KB / rate) * 1000 : 0;
      return send();
    };
    const pieces = (): number[] => line.asked.flatMap(([, n]) => (n > 0 ? [n / KB] : []));
    const pace = { size: 2 * CHUNK.least };
    expect(await sendAll(tablet.store, line, { now: () => now, pace })).toEqual({ kind: 'done' });
    expect(pieces().slice(0, 4)).toEqual([32, 64, 100, 100]);
    rate = 1000;
    line.asked.length = 0;
    await takePhoto(tablet.store, training, 900 * KB, 2);
    await tablet.sync();
    await sendAll(tablet.store, line, { now: () => now, pace });
    expect(pieces()).toEqual([100, 200, 256, 256, 88]);
    line.fault = (method) => (method === 'PATCH' ? Promise.reject(new TypeError('down')) : undefined);
    await takePhoto(tablet.store, training, 90 * KB, 3);
    await tablet.sync();
    await sendAll(tablet.store, line, { now: () => now, pace });
    expect(pace.size).toBe(CHUNK.least);
  });

  it('[2.10] whatever is not our endpoint changes nothing', async () => {
    const { training } = await newTraining(tablet);
    const { sha } = await takePhoto(tablet.store, training, 40 * KB, 1);
    await tablet.sync();
    const page = (status: number, headers: Record<string, string> = {}): Response => new Response(status === 204 ? null : '<html>', { status, headers: { 'content-type': 'text/html', ...headers } });
    const answers: [Response, string, number][] = [
      [page(200), 'not_ours', 0], [page(204), 'not_ours', 0], [page(404), 'not_ours', 0], [page(410), 'not_ours', 0], [page(502), 'network', 0],
      [page(200, { 'upload-offset': '-1' }), 'not_ours', 0], [page(503, { 'retry-after': '7' }), 'network', 7000],
    ];
    for (const [response, problem, wait] of answers) {
      line.fault = () => Promise.resolve(response);
      expect(await sendAll(tablet.store, line)).toEqual({ kind: 'again', problem, wait });
      expect(await stateOf(sha)).toBe('wait');
      expect(await syncOf(tablet, line).fetch(sha)).toBe(problem);
    }
    // An endpoint that never goes on is left alone after as many answers as the photo can have pieces.
    line.asked.length = 0;
    line.fault = (_m, _n, send) => send().then(() => new Response('{}', { headers: { 'upload-offset': '0' } }));
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'again', problem: 'server', wait: 0 });
    expect(line.asked.length).toBeLessThan(25);
    // Some other picture under the name that was asked for is not taken.
    line.fault = () => Promise.resolve(new Response(new Uint8Array([0xff, 0xd8, 0xff]), { headers: { 'content-type': 'image/jpeg' } }));
    expect(await syncOf(office, line).fetch(shaOf(new Uint8Array([1])))).toBe('not_ours');
    expect(await office.store.db.blobs.count()).toBe(0);
  });

  it('[2.10] one deleted before it went does not go, nor is it counted; brought back, it goes', async () => {
    const { training, s } = await newTraining(tablet);
    const { sha } = await takePhoto(tablet.store, training, 40 * KB, 1);
    const [row] = await tablet.store.list('file', s);
    const gone = await tablet.store.save([{ t: 'file', s, id: must(row, 'row').id, values: {}, gone: true }]);
    await tablet.sync();
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect([line.asked, await waitingPhotos(tablet.store.db)]).toEqual([[], { count: 0, bad: 0 }]);
    await tablet.store.undo(gone);
    await tablet.sync();
    await sendAll(tablet.store, line);
    expect(await stateOf(sha)).toBe('safe');
  });

  it('[2.12] one erased at the endpoint goes here too', async () => {
    const { training } = await newTraining(tablet);
    const { sha } = await takePhoto(tablet.store, training, 40 * KB, 1);
    await tablet.sync();
    await world.store.write((tx) => dropBlob(tx, sha, 1));
    expect(await sendAll(tablet.store, line)).toEqual({ kind: 'done' });
    expect(await tablet.store.db.blobs.count()).toBe(0);
  });

  it('[2.7] [I8] an endpoint put back from a backup gets the bytes it lost', async () => {
    world = await makeWorld(undefined, { onDisk: true });
    await world.joined(1, await world.firstInvite());
    tablet = await world.joined(2, await world.invite('trainer'));
    line = watchedLine(world);
    const { training } = await newTraining(tablet);
    await tablet.sync();
    const backup = world.backup();
    const { sha } = await takePhoto(tablet.store, training, 40 * KB, 1);
    await tablet.sync();
    await sendAll(tablet.store, line);
    expect(await stateOf(sha)).toBe('safe');
    await world.restore(backup);
    await tablet.sync();
    expect(await stateOf(sha)).toBe('wait');
    await sendAll(tablet.store, line);
    expect([await stateOf(sha), await held(sha)]).toEqual(['safe', 40 * KB]);
  });
});
