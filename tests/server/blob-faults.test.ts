import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK, LEAST_PART } from '../../src/core/files/limits.ts';
import { openMemory } from '../../src/server/store/memory.ts';
import { StoreError, type Store } from '../../src/server/store/store.ts';
import { jpegBytes, shaOf } from '../support/pictures.ts';
import { readBody } from '../support/tablet.ts';
import { about, PHOTO } from './support/blob.ts';
import { makeEndpoint } from './support/endpoint.ts';

const KB = 1024;

describe('files through every fault', () => {
  it('[4.2/40] [2.10] [40] wherever the line is cut, asking where it stands and going on ends with the whole photo', async () => {
    const e = makeEndpoint('memory');
    const token = (await e.coordinator()).token;
    let seed = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 5_000, max: 150_000 }), fc.integer({ min: CHUNK.least, max: 64 * KB }), fc.array(fc.tuple(fc.nat(64 * KB), fc.boolean()), { maxLength: 6 }), async (size, chunk, faults) => {
        const bytes = jpegBytes(size, (seed += 1));
        const file = about(e, token, shaOf(bytes), size);
        let [sent, excess] = [0, 0];
        for (let round = 0; round < 200; round++) {
          const at = Number((await file.head()).headers.get('upload-offset') ?? 0);
          if (at === size) break;
          const piece = bytes.slice(at, size - at - chunk < LEAST_PART ? size : at + chunk);
          const fault = faults[round];
          if (fault && !fault[1]) {
            const gone = Math.min(fault[0], piece.length - 1);
            await file.cut(at, piece, gone);
            sent += gone;
            excess += Math.min(gone, LEAST_PART);
          } else {
            // Its answer may be lost: then the same place is asked for again, and nothing sent twice.
            await file.send(at, piece);
            sent += piece.length;
          }
        }
        const [blob, parts] = await e.store.read(async (tx) => [await tx.blobs.blob(shaOf(bytes)), await tx.blobs.parts(shaOf(bytes))] as const);
        expect(blob).toMatchObject({ state: 'whole', type: 'jpeg', held: size });
        expect(Buffer.concat(parts)).toEqual(Buffer.from(bytes));
        expect(sent).toBeLessThanOrEqual(size + excess);
        await e.store.write((tx) => tx.blobs.drop(shaOf(bytes)));
      }),
      { numRuns: 60 },
    );
    await e.close();
  });

  it('[14] a full disk is said as such, with when to come again', async () => {
    const inner = openMemory();
    let full = false;
    const store: Store = { ...inner, write: (work) => (full ? Promise.reject(new StoreError('full')) : inner.write(work)) };
    const e = makeEndpoint('memory', { store });
    const token = (await e.coordinator()).token;
    expect((await about(e, token).send(0, PHOTO.slice(0, 20 * KB))).status).toBe(200);
    full = true;
    const response = await about(e, token).patch(20 * KB, PHOTO.slice(20 * KB));
    expect([response.status, response.headers.get('retry-after'), ((await readBody(response)) as { error: string }).error]).toEqual([503, '120', 'full']);
    full = false;
    expect(await about(e, token).send(20 * KB, PHOTO.slice(20 * KB))).toMatchObject({ status: 200, offset: String(PHOTO.length) });
    await e.close();
  });
});
