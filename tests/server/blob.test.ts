import { afterEach, describe, expect, it } from 'vitest';
import { CHUNK, LEAST_PART, MAX_FILE } from '../../src/core/files/limits.ts';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import { dropBlob } from '../../src/server/blobs/links.ts';
import { KEPT, sweepBlobs } from '../../src/server/blobs/sweep.ts';
import { UNREFERENCED } from '../../src/server/blobs/take.ts';
import { COMMENT, EXIF, jpegBytes, shaOf } from '../support/pictures.ts';
import type { Tablet } from '../support/tablet.ts';
import { about, PHOTO, SHA } from './support/blob.ts';
import { kinds, makeEndpoint, type Endpoint } from './support/endpoint.ts';

const KB = 1024;
const training = 'aaaaaaaaaa.0';
const T: Scope = `t:${training}`;

const fileRow = (t: Tablet, id: string, sha = SHA, s: Scope = T) =>
  t.save(s, 'file', id as RecordId, { training: s.slice(2), sha, type: 'jpeg', size: PHOTO.length, kind: 'list_sheet', caption: 'лист 1' });

describe.each(kinds)('files on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  /** A coordinator, the trainer of a training, and one who has nothing to do with it. */
  async function people(): Promise<{ office: Tablet; trainer: Tablet; other: Tablet }> {
    e = makeEndpoint(kind);
    const office = await e.coordinator();
    const trainer = await e.joined(office, 'aaaaaaaaaa');
    const other = await e.joined(office, 'bbbbbbbbbb');
    trainer.save('p', 'training', training as RecordId, { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' });
    await trainer.settle();
    await other.settle();
    return { office, trainer, other };
  }

  it('[2.10] come in pieces, are verified at the end, and go out as they came', async () => {
    const { trainer } = await people();
    fileRow(trainer, 'aaaaaaaaaa.9');
    await trainer.settle();
    const file = about(e, trainer.token);
    expect((await file.head()).status).toBe(404);
    expect(await file.send(0, PHOTO.slice(0, 40 * KB))).toMatchObject({ status: 200, offset: String(40 * KB) });
    const head = await file.head();
    expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([200, String(40 * KB), String(100 * KB)]);
    expect((await file.get()).status).toBe(404);
    // The push token brings bytes too, and may not have them back.
    const push = about(e, trainer.enrolled?.push);
    expect(await push.send(40 * KB, PHOTO.slice(40 * KB))).toMatchObject({ status: 200, offset: String(100 * KB) });
    expect((await push.get()).status).toBe(403);
    const response = await file.get();
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PHOTO);
    expect(Object.fromEntries(['content-type', 'x-content-type-options', 'content-disposition', 'content-security-policy', 'cache-control'].map((n) => [n, response.headers.get(n)]))).toEqual({
      'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff', 'content-disposition': `attachment; filename="${SHA.slice(0, 12)}.jpeg"`,
      'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, max-age=31536000, immutable',
    });
    expect((await file.head()).headers.get('cache-control')).toBe('no-store');
  });

  it('[2.10] a piece for another place is answered with the right one; a wrong hash begins anew', async () => {
    const { trainer } = await people();
    const file = about(e, trainer.token);
    expect(await file.send(4 * KB, PHOTO.slice(4 * KB, 40 * KB))).toEqual({ status: 409, offset: '0', error: 'offset' });
    expect((await file.head()).status).toBe(404);
    await file.send(0, PHOTO.slice(0, 40 * KB));
    expect(await file.send(0, PHOTO.slice(0, 40 * KB))).toEqual({ status: 409, offset: String(40 * KB), error: 'offset' });
    const spoilt = PHOTO.slice(40 * KB);
    spoilt[5] = (spoilt[5] ?? 0) ^ 1;
    expect(await file.send(40 * KB, spoilt)).toEqual({ status: 409, offset: '0', error: 'spoilt' });
    expect((await file.head()).status).toBe(404);
    await file.whole(PHOTO);
    expect((await file.head()).headers.get('upload-offset')).toBe(String(PHOTO.length));
    expect(await file.send(0, PHOTO.slice(0, 40 * KB))).toMatchObject({ status: 409, offset: String(PHOTO.length) });
    // Another length for a file begun is a mistake on one side: it begins anew.
    const [half, other] = [jpegBytes(60 * KB, 3), about(e, trainer.token, shaOf(jpegBytes(60 * KB, 3)), 61 * KB)];
    await other.send(0, half.slice(0, 20 * KB));
    const right = about(e, trainer.token, shaOf(half), half.length);
    expect(await right.send(20 * KB, half.slice(20 * KB, 40 * KB))).toMatchObject({ status: 409, offset: '0' });
    await right.whole(half);
    expect((await right.head()).headers.get('upload-offset')).toBe(String(half.length));
  });

  it('[2.10] [I10] are told only to whom a standing row shows them, whatever came first', async () => {
    const { office, trainer, other } = await people();
    const tokens = [undefined, 'x'.repeat(40), other.token, trainer.token, office.token];
    const may = async (): Promise<number[]> => Promise.all(tokens.map(async (token) => (await about(e, token).get()).status));
    // Bytes without a row.
    await about(e, trainer.token).whole(PHOTO);
    expect(await may()).toEqual([401, 401, 404, 404, 404]);
    fileRow(trainer, 'aaaaaaaaaa.9');
    await trainer.settle();
    expect(await may()).toEqual([401, 401, 404, 200, 200]);
    // A row without bytes says nothing of them, and a row somewhere else shows nothing here.
    const later = jpegBytes(30 * KB, 8);
    other.save('p', 'training', 'bbbbbbbbbb.0' as RecordId, { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' });
    fileRow(other, 'bbbbbbbbbb.9', shaOf(later), 't:bbbbbbbbbb.0');
    await other.settle();
    const of = async (token: string): Promise<number> => (await about(e, token, shaOf(later)).get()).status;
    expect(await of(other.token)).toBe(404);
    await about(e, other.token, shaOf(later), later.length).whole(later);
    expect([await of(other.token), await of(trainer.token)]).toEqual([200, 404]);
    // Refused rows show nothing.
    fileRow(other, 'bbbbbbbbbb.8');
    expect((await other.sync()).answers.map((a) => a[2])).toEqual(['forbidden']);
    expect(await may()).toEqual([401, 401, 404, 200, 200]);
    trainer.save(T, 'file', 'aaaaaaaaaa.9' as RecordId, { $gone: true });
    await trainer.settle();
    expect(await may()).toEqual([401, 401, 404, 404, 404]);
    trainer.save(T, 'file', 'aaaaaaaaaa.9' as RecordId, { $gone: false });
    await trainer.settle();
    expect(await may()).toEqual([401, 401, 404, 200, 200]);
  });

  it('[2.10] [40] one photo of two tablets is stored once, however they interleave', async () => {
    const { trainer, other } = await people();
    const [a, b] = [about(e, trainer.token), about(e, other.token)];
    const piece = (at: number) => PHOTO.slice(at, at + 20 * KB);
    const both = await Promise.all([a.send(0, piece(0)), b.send(0, piece(0))]);
    expect(both.map((s) => s.status).toSorted()).toEqual([200, 409]);
    expect(both.map((s) => s.offset)).toEqual([String(20 * KB), String(20 * KB)]);
    for (let at = 20 * KB; at < PHOTO.length; at += 20 * KB) {
      const said = await Promise.all([b.send(at, piece(at)), a.send(at, piece(at))]);
      expect(said.map((s) => s.offset)).toEqual([String(at + 20 * KB), String(at + 20 * KB)]);
    }
    expect((await b.head()).headers.get('upload-offset')).toBe(String(PHOTO.length));
    expect(Buffer.concat(await e.store.read((tx) => tx.blobs.parts(SHA)))).toEqual(Buffer.from(PHOTO));
  });

  it('[2.10] [39] what is no photo, too big, too small or too much is refused, and nothing of it stays', async () => {
    const { trainer } = await people();
    const file = about(e, trainer.token);
    const of = async (sha: string, length: number, offset: number, bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
      const { status, error } = await about(e, trainer.token, sha, length).send(offset, bytes, headers);
      return [status, error];
    };
    expect(await of(SHA, MAX_FILE + 1, 0, PHOTO)).toEqual([413, 'too_big']);
    expect(await of(SHA, MAX_FILE, 0, new Uint8Array(CHUNK.most + 1))).toEqual([413, 'too_big']);
    expect(await of(SHA, PHOTO.length, 0, PHOTO.slice(0, LEAST_PART - 1))).toEqual([400, 'bad_message']);
    expect(await of(SHA, PHOTO.length, 0, jpegBytes(PHOTO.length + 1, 7))).toEqual([400, 'bad_message']);
    expect(await of(SHA, PHOTO.length, 0, new Uint8Array(0))).toEqual([400, 'bad_message']);
    for (const [name, value] of [['upload-offset', '-1'], ['upload-offset', ''], ['upload-length', '1e3'], ['upload-length', '0'], ['upload-offset', String(PHOTO.length)]] as const) {
      expect([name, value, ...(await of(SHA, PHOTO.length, 0, PHOTO, { [name]: value }))]).toEqual([name, value, 400, 'bad_message']);
    }
    expect(await of(SHA, PHOTO.length, 0, PHOTO, { 'content-type': 'image/jpeg' })).toEqual([415, 'bad_media']);
    expect(await of(SHA, PHOTO.length, 0, PHOTO, { 'content-encoding': 'gzip' })).toEqual([415, 'bad_media']);
    expect(await of('A'.repeat(64), PHOTO.length, 0, PHOTO)).toEqual([400, 'bad_message']);
    expect((await about(e, undefined).send(0, PHOTO)).status).toBe(401);
    const page = new TextEncoder().encode(`<!doctype html><script>${'x'.repeat(9000)}</script>`);
    expect(await of(shaOf(page), page.length, 0, page)).toEqual([415, 'bad_media']);
    for (const more of [EXIF, COMMENT]) {
      const telling = jpegBytes(20 * KB, 1, more);
      expect(await of(shaOf(telling), telling.length, 0, telling)).toEqual([415, 'bad_media']);
      expect((await about(e, trainer.token, shaOf(telling)).head()).status).toBe(404);
    }
    expect((await file.head()).status).toBe(404);
    expect((await e.ask(`/v1/blob/${SHA}`, { method: 'DELETE', headers: { authorization: `Bearer ${trainer.token}` } })).status).toBe(404);
  });

  it('[2.10] [I11] a device may leave so much that no row refers to, and no more', async () => {
    const { trainer } = await people();
    const device = trainer.enrolled?.device ?? '';
    await e.store.write(async (tx) => void (await tx.blobs.begin({ sha: 'e'.repeat(64), size: UNREFERENCED, held: UNREFERENCED - 50 * KB, state: 'part', type: '', device, touched: 1 })));
    const file = about(e, trainer.token);
    const response = await file.patch(0, PHOTO);
    expect([response.status, response.headers.get('retry-after')]).toEqual([507, '3600']);
    expect((await file.head()).status).toBe(404);
    // With its row it belongs to something.
    fileRow(trainer, 'aaaaaaaaaa.9');
    await trainer.settle();
    expect(await file.send(0, PHOTO)).toMatchObject({ status: 200 });
  });

  it('[2.10] [40] what came before the line broke is kept: no byte of it is sent again', async () => {
    const { trainer } = await people();
    const file = about(e, trainer.token);
    expect((await file.cut(0, PHOTO, 30_000)).status).toBe(200);
    expect((await file.head()).headers.get('upload-offset')).toBe('30000');
    expect((await file.cut(30_000, PHOTO.slice(30_000), LEAST_PART - 1)).status).toBe(400);
    expect((await file.head()).headers.get('upload-offset')).toBe('30000');
    expect(await file.send(30_000, PHOTO.slice(30_000))).toMatchObject({ status: 200, offset: String(PHOTO.length) });
  });

  it('[2.10] bytes that nobody refers to go after 30 days, and not before', async () => {
    const { trainer } = await people();
    const [kept, loose, deleted] = [jpegBytes(20 * KB, 21), jpegBytes(20 * KB, 22), jpegBytes(20 * KB, 23)];
    const rows: [Uint8Array<ArrayBuffer>, string][] = [[kept, 'aaaaaaaaaa.21'], [deleted, 'aaaaaaaaaa.23']];
    for (const [bytes, id] of rows) fileRow(trainer, id, shaOf(bytes));
    await trainer.settle();
    for (const bytes of [kept, loose, deleted]) await about(e, trainer.token, shaOf(bytes), bytes.length).whole(bytes);
    e.clock.now += 20 * 86_400_000;
    trainer.save(T, 'file', 'aaaaaaaaaa.23' as RecordId, { $gone: true });
    await trainer.settle();
    const are = async (): Promise<number[]> => Promise.all([kept, loose, deleted].map(async (b) => (await about(e, trainer.token, shaOf(b)).head()).status));
    expect(await sweepBlobs(e.store, e.clock.now)).toBe(0);
    e.clock.now += 11 * 86_400_000;
    expect(await sweepBlobs(e.store, e.clock.now)).toBe(1);
    expect(await are()).toEqual([200, 404, 200]);
    e.clock.now += KEPT;
    expect(await sweepBlobs(e.store, e.clock.now)).toBe(1);
    expect(await are()).toEqual([200, 404, 404]);
    // A row that names other bytes lets go of the former ones, from then on.
    trainer.save(T, 'file', 'aaaaaaaaaa.21' as RecordId, { sha: shaOf(loose) });
    await trainer.settle();
    expect(await sweepBlobs(e.store, e.clock.now)).toBe(0);
    expect(await sweepBlobs(e.store, e.clock.now + KEPT + 1)).toBe(1);
  });

  it('[2.12] erased bytes are gone for everybody, and never taken again', async () => {
    const { trainer, office } = await people();
    fileRow(trainer, 'aaaaaaaaaa.9');
    await trainer.settle();
    const file = about(e, trainer.token);
    await file.whole(PHOTO);
    expect((await about(e, office.token).get()).status).toBe(200);
    await e.store.write((tx) => dropBlob(tx, SHA, e.clock.now));
    expect([(await file.head()).status, (await file.get()).status, (await file.send(0, PHOTO)).status]).toEqual([410, 404, 410]);
    expect(await e.store.read((tx) => tx.blobs.parts(SHA))).toEqual([]);
    expect(await sweepBlobs(e.store, e.clock.now + 10 * KEPT)).toBe(0);
    expect((await file.head()).status).toBe(410);
    // One that never came is refused in the same way.
    const never = jpegBytes(20 * KB, 31);
    await e.store.write((tx) => dropBlob(tx, shaOf(never), e.clock.now));
    expect((await about(e, trainer.token, shaOf(never), never.length).send(0, never)).status).toBe(410);
  });
});
