// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { addTraining, breakSaves, button, expectText, newTablet, showAt, tap, tile, until, updatesHeld, write } from './support.tsx';
import { keepPhoto } from '../../../../src/client/store/photos.ts';
import type { Photos } from '../../../../src/client/sync/photo-line.ts';
import type { Fetched } from '../../../../src/client/sync/photos.ts';
import { hasMetadata } from '../../../../src/core/files/image-bytes.ts';
import { must } from '../../../../src/core/result.ts';
import { EXIF, jpegBytes, shaOf } from '../../../support/pictures.ts';
import type { Tablet } from '../../../support/store.ts';

/** What a browser makes of pictures, as far as the app asks: sizes in, bytes out. */
interface Drawing {
  width: number;
  height: number;
  /** What the canvas writes. */
  readonly written: { type: string; quality: number; width: number; height: number }[];
  bytes: Uint8Array<ArrayBuffer>;
  /** How it was asked to turn them. */
  turned?: unknown;
}
let drawing: Drawing;

beforeEach(() => {
  drawing = { width: 4000, height: 3000, written: [], bytes: jpegBytes(5000, 1) };
  vi.stubGlobal('createImageBitmap', async (file: Blob, options: unknown) => {
    drawing.turned = options;
    const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
    if (head[0] !== 0xff) throw new DOMException('no', 'InvalidStateError');
    return { width: drawing.width, height: drawing.height, close: () => undefined };
  });
  const pen = { fillRect: () => undefined, drawImage: () => undefined };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(pen as never);
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation(function write_(this: HTMLCanvasElement, done, type, quality) {
    drawing.written.push({ type: type ?? '', quality: Number(quality), width: this.width, height: this.height });
    done(new Blob([drawing.bytes], { type: type ?? '' }));
  });
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Chooses files as a person does. */
function choose(which: 'camera' | 'files', ...files: readonly File[]): void {
  const input = must([...document.querySelectorAll<HTMLInputElement>('input[type=file]')].find((i) => i.hasAttribute('capture') === (which === 'camera')), which);
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

const photoFile = (seed = 1, more: readonly number[] = []): File => new File([jpegBytes(9000, seed, more)], 'IMG_1.jpg', { type: 'image/jpeg' });

function line(fetch: (sha: string) => Promise<Fetched>): Photos {
  return { now: async () => undefined, running: () => false, last: () => undefined, onChange: () => () => undefined, fetch };
}

async function open(t: Tablet, photos?: Photos): Promise<string> {
  const id = await addTraining(t.store);
  await showAt(t, `/trainings/${id}`, undefined, photos ? { photos } : {});
  await expectText('Кагаз тизмени жана флипчартты сүрөткө тартыңыз');
  return id;
}

const alert = (): string => document.querySelector('.photos [role=alert]')?.textContent ?? '';

describe('photos of a training', () => {
  it('one is taken, kept small and without anything but itself, and shown with where it is', async () => {
    const t = await newTablet();
    const id = await open(t);
    choose('camera', photoFile(1, EXIF));
    await expectText('Сүрөт сакталды');
    await expectText('Жөнөтүлө элек');
    const [row] = await t.store.list('file');
    expect(row).toMatchObject({ training: id, sha: shaOf(drawing.bytes), type: 'webp', size: 5000, width: 1600, height: 1200, taken: '2019-11-18T09:12' });
    expect(drawing.written).toEqual([{ type: 'image/webp', quality: 0.7, width: 1600, height: 1200 }, { type: 'image/jpeg', quality: 0.6, width: 320, height: 240 }]);
    expect(drawing.turned).toEqual({ imageOrientation: 'from-image' });
    const blob = must(await (await t.store.photos()).find(shaOf(drawing.bytes)), 'bytes');
    expect(hasMetadata(new Uint8Array(blob.bytes))).toBe(false);
    expect(button('Чоң кылып көрүү: Сүрөт · 18-ноябрь, 09:12').textContent).toContain('Жөнөтүлө элек');
    // No name of the file, which may say anything, and no address of the bytes in the page's own.
    expect(JSON.stringify(row)).not.toContain('IMG_1');
    await tap('Кайтаруу');
    await until(async () => (await t.store.list('file')).length === 0, 'taken back');
    await expectText('Кагаз тизмени жана флипчартты');
  });

  it('upright ones stay upright; small ones are not made larger; what is large still is written once more', async () => {
    const t = await newTablet();
    await open(t);
    Object.assign(drawing, { width: 300, height: 900, bytes: jpegBytes(600_000, 2) });
    choose('files', photoFile());
    await until(async () => (await t.store.list('file')).length === 1, 'a photo');
    expect((await t.store.list('file'))[0]).toMatchObject({ width: 300, height: 900 });
    expect(drawing.written.filter((w) => w.type === 'image/webp').map((w) => w.quality)).toEqual([0.7, 0.5, 0.3]);
  });

  it('says what is wrong with a file, and keeps nothing of it', async () => {
    const t = await newTablet();
    await open(t);
    const wrong: [File, string][] = [
      [new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'a.svg', { type: 'image/svg+xml' }), 'Бул файл сүрөт эмес'],
      [new File(['hello'], 'a.jpg', { type: 'image/jpeg' }), 'Бул файл сүрөт эмес'],
      [new File(['\0\0\0\u0018ftypheic0000'], 'a.heic', { type: 'image/heic' }), 'HEIC форматын ача албайт'],
      [Object.defineProperty(photoFile(), 'size', { value: 41 * 1_048_576 }), 'Сүрөт өтө чоң'],
    ];
    for (const [file, words] of wrong) {
      choose('files', file);
      await until(() => alert().includes(words), words);
    }
    Object.assign(drawing, { width: 9000, height: 9000 });
    choose('files', photoFile());
    await until(() => alert().includes('Сүрөт өтө чоң'), 'too many pixels');
    expect([await t.store.list('file'), await t.store.db.blobs.count()]).toEqual([[], 0]);
    // The next good one clears the words.
    Object.assign(drawing, { width: 900, height: 900 });
    choose('files', photoFile());
    await until(async () => (await t.store.list('file')).length === 1 && alert() === '', 'a good one');
  });

  it('is refused where storage is nearly full, after room was made of what the endpoint has', async () => {
    const t = await newTablet();
    await open(t);
    let left = 5_000_000;
    const storage = { persist: async () => true, persisted: async () => true, estimate: async () => ({ quota: 100_000_000 + left, usage: 100_000_000 }) };
    Object.defineProperty(navigator, 'storage', { value: storage, configurable: true });
    choose('files', photoFile());
    await until(() => alert().includes('орун аз калды'), 'full');
    expect(await t.store.list('file')).toEqual([]);
    await keepPhoto(t.store.db, { sha: 'a'.repeat(64), type: 'image/webp', bytes: new ArrayBuffer(20_000_000) }, 1);
    choose('files', photoFile());
    await until(async () => (await t.store.list('file')).length === 1, 'room made');
    expect((await t.store.db.blobs.get('a'.repeat(64)))?.bytes.byteLength).toBe(0);
    left = 900_000_000;
    Reflect.deleteProperty(navigator, 'storage');
  });

  it('opens large; caption and kind are saved, nothing typed is lost; deleting can be taken back', async () => {
    const t = await newTablet();
    await open(t);
    choose('files', photoFile());
    await expectText('Жөнөтүлө элек');
    await tap('Чоң кылып көрүү');
    await expectText('Сүрөттө эмне бар');
    await write('Түшүндүрмө', '1-барак');
    await until(updatesHeld, 'updates held');
    const mend = breakSaves(t.store);
    await tap('Жабуу');
    await expectText('Сакталган жок');
    expect(document.querySelector('dialog')).not.toBeNull();
    mend();
    await tap('Жабуу');
    await until(() => document.querySelector('dialog') === null, 'closed');
    expect((await t.store.list('file'))[0]).toMatchObject({ caption: '1-барак' });
    await until(() => !updatesHeld(), 'updates let go');

    await tap('Чоң кылып көрүү: Сүрөт: 1-барак');
    await tile('Флипчарт');
    await until(async () => (await t.store.list('file'))[0]?.kind === 'flip_chart', 'kind');
    await tap('Сүрөттү өчүрүү');
    await until(() => document.querySelector('dialog') === null, 'closed');
    await expectText('Сүрөт өчүрүлдү');
    expect(await t.store.list('file')).toEqual([]);
    await tap('Кайтаруу');
    await expectText('Флипчарт: 1-барак');
    expect(await t.store.db.blobs.count()).toBe(1);
  });

  it('one of another tablet comes when it is looked at; why it does not come is said', async () => {
    const t = await newTablet();
    const bytes = jpegBytes(5000, 8);
    let answer: Fetched = 'network';
    const asked: string[] = [];
    const id = await open(t, line(async (sha) => {
      asked.push(sha);
      if (answer === 'here') await keepPhoto(t.store.db, { sha, type: 'image/jpeg', bytes: bytes.buffer }, 1);
      return answer;
    }));
    await t.store.save([{ t: 'file', s: `t:${id}`, values: { training: id, sha: shaOf(bytes), type: 'jpeg', size: 5000, kind: 'list_sheet', taken: '2019-11-18T10:00' } }]);
    await expectText('Бул планшетте жок');
    // Nothing is fetched that nobody looks at.
    expect(asked).toEqual([]);
    await tap('Сүрөттөрдү жүктөө');
    await expectText('Сүрөт жүктөлгөн жок. Себеби: Тармак жок');
    answer = 'none';
    await tap('Чоң кылып көрүү: Кагаз тизме');
    await expectText('Бул сүрөт серверде азырынча жок');
    answer = 'here';
    await tap('Сүрөттү жүктөө');
    await until(() => document.querySelector('dialog img') !== null, 'the picture');
    await tap('Жабуу');
    await expectText('Серверде');
    expect((await t.store.db.blobs.get(shaOf(bytes)))?.thumb?.byteLength).toBe(drawing.bytes.length);
    expect(document.body.textContent).not.toContain('Сүрөттөрдү жүктөө');
  });

  it('several at once are taken in one after another; the same twice is one', async () => {
    const t = await newTablet();
    await open(t);
    choose('files', photoFile(1), photoFile(2));
    await expectText('Бул сүрөт бул жерде мурунтан бар');
    expect(await t.store.list('file')).toHaveLength(1);
  });
});
