import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webParcel } from '../../../src/client/sync/web-parcel.ts';
import { registry } from '../../../src/core/entities/registry.ts';
import type { ReplicaId } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { fromBase45, fromBase64, toBase45, toBase64 } from '../../../src/core/sync/base.ts';
import { carriedBatches } from '../../../src/core/sync/carry.ts';
import { unpackOps } from '../../../src/core/sync/codec.ts';
import { CODE_DIGITS, newCode, openParcel, parcelText, sealParcel, type Bytes, type Lock, type Parcel, type ParcelPort } from '../../../src/core/sync/parcel.ts';
import { anyOp } from '../../support/arbitraries.ts';

const REPLICA = 'aaaaaaaaaa' as ReplicaId;
const KEY = 'k'.repeat(52);
const ours = { kind: 'project', key: KEY } as const;
/** The rounds of a code's key take half a second each on purpose: here one is enough. */
const quick: ParcelPort = { ...webParcel, stretch: (secret, salt) => webParcel.stretch(secret, salt, 1) };

const parcelOf = (over: Partial<Parcel> = {}): Parcel => ({
  v: 1, replica: REPLICA, label: 'Планшет Барскоон', at: 1_574_049_600_000, count: 1,
  batches: [{ d: 'device0001', r: REPLICA, schema: 1, ops: { training: { s: 'p', i: 'aaaaaaaaaa.1', f: { venue: 'Клуб' }, no: 1 } }, mac: 'm' }],
  ...over,
});
const seal = (lock: Lock = ours, parcel = parcelOf()): Promise<Bytes> => sealParcel(quick, parcel, lock);
const opened = async (file: Bytes, project: readonly string[] = [KEY], code?: string): Promise<unknown> => {
  const result = await openParcel(quick, file, { project, code });
  return result.ok ? result.value : result.error;
};

describe('[2.16] a parcel', () => {
  it('gives back what was packed, whatever the saves hold, in order of their numbers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyOp, { selector: (o) => o.no, minLength: 1, maxLength: 60 }), async (ops) => {
        const batches = carriedBatches(registry, ops).map((wire) => ({ d: 'd', r: REPLICA, schema: 1, ops: wire, mac: '' }));
        const back = await openParcel(quick, await seal(ours, parcelOf({ batches })), { project: [KEY] });
        expect(back.ok && back.value.batches.flatMap((b) => unpackOps(b.ops))).toEqual(ops.toSorted((a, b) => a.no - b.no));
      }),
      { numRuns: 60 },
    );
  });

  it('is split where it grows beyond a batch, and loses nothing by it', () => {
    const op = fc.sample(anyOp, { numRuns: 1, seed: 7 })[0];
    const ops = Array.from({ length: 450 }, (_, i) => ({ ...must(op, 'op'), no: 450 - i, f: { notes: `${i} ${'ө'.repeat(i === 3 ? 250_000 : 10)}` } }));
    const batches = carriedBatches(registry, ops).map(unpackOps);
    expect(batches.flat().map((o) => o.no)).toEqual(Array.from({ length: 450 }, (_, i) => i + 1));
    expect(Math.max(...batches.map((b) => b.length))).toBeLessThanOrEqual(100);
  });

  it('opens with a former key of the project, and on no tablet of another project', async () => {
    const file = await seal();
    expect(await opened(file, ['another key', KEY])).toEqual(parcelOf());
    expect(await opened(file, ['another key'])).toBe('other_project');
    expect(await opened(file, [])).toBe('no_project');
  });

  it('opens with its code, typed in groups, and with no other', async () => {
    const code = newCode(quick);
    expect(code).toMatch(/^\d{16}$/);
    const file = await seal({ kind: 'code', code });
    expect(await opened(file, [], (code.match(/.{4}/g) ?? []).join(' '))).toEqual(parcelOf());
    expect(await opened(file)).toBe('needs_code');
    expect(await opened(file, [], code.slice(1))).toBe('wrong_code');
    expect(await opened(file, [], `${(Number(code[0]) + 1) % 10}${code.slice(1)}`)).toBe('wrong_code');
  });

  it('draws every digit of a code as often as the others', () => {
    const digits = Array.from({ length: 400 }, () => newCode(quick)).join('');
    const counts = Array.from({ length: 10 }, (_, d) => digits.split(String(d)).length - 1);
    expect(digits).toHaveLength(400 * CODE_DIGITS);
    // 640 expected of each; five standard deviations.
    for (const n of counts) expect(Math.abs(n - 640)).toBeLessThan(120);
  });

  it('is the same as text', async () => {
    const file = await seal();
    const text = parcelText(file);
    expect(text).toMatch(/^TIZME:[\w-]+$/);
    expect(await opened(webParcel.utf8(`${text}\n`))).toEqual(parcelOf());
    expect(await opened(webParcel.utf8(text.slice(0, -9)))).toBe('damaged');
  });

  it('with any byte changed, or cut off anywhere, is called damaged or foreign, never opened', async () => {
    const file = await seal();
    for (let i = 0; i < file.length; i++) {
      const bad = file.slice();
      bad[i] = (bad[i] ?? 0) ^ 1;
      expect(['damaged', 'not_parcel', 'newer']).toContain(await opened(bad));
      expect(['damaged', 'not_parcel']).toContain(await opened(file.slice(0, i)));
    }
  });

  it('whose checksum somebody mended is not opened either', async () => {
    const file = await seal();
    for (let i = 5; i < file.length - 4; i += 3) {
      const body = file.slice(0, -4);
      body[i] = (body[i] ?? 0) ^ 0x40;
      const sum = (await webParcel.sha256(body)).slice(0, 4);
      expect(['damaged', 'other_project']).toContain(await opened(new Uint8Array([...body, ...sum])));
    }
  });

  it('of a newer version says so, and a file that is none says that', async () => {
    const file = await seal();
    expect(await opened(file.with(3, 2))).toBe('newer');
    expect(await opened(await seal(ours, { ...parcelOf(), v: 2 } as unknown as Parcel))).toBe('newer');
    expect(await opened(webParcel.utf8('ФИО;Пол\nАсанова Жаңыл;ж'))).toBe('not_parcel');
    expect(await opened(new Uint8Array())).toBe('not_parcel');
    expect(await opened(new Uint8Array(7 * 1_048_576))).toBe('too_big');
  });

  it('that unpacks to more than a tablet can hold, or to no parcel, is not taken', async () => {
    expect(await opened(await seal(ours, { ...parcelOf(), label: 'x'.repeat(20_000_000) }))).toBe('too_big');
    for (const odd of [[], 5, null, { ...parcelOf(), batches: [{}] }, { ...parcelOf(), replica: 'A' }, { ...parcelOf(), count: -1 }]) {
      expect(await opened(await seal(ours, odd as unknown as Parcel))).toBe('damaged');
    }
  });

  it('that claims more work than a tablet does for it is not tried', async () => {
    const file = await seal({ kind: 'code', code: '1234567890123456' });
    const body = file.slice(0, -4);
    body.set([255, 255, 255, 255], 21);
    const lying = new Uint8Array([...body, ...(await webParcel.sha256(body)).slice(0, 4)]);
    expect(await opened(lying, [], '1234567890123456')).toBe('damaged');
  });
});

describe('bytes as text', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect([...(fromBase64(toBase64(bytes)) ?? [])]).toEqual([...bytes]);
        expect([...(fromBase45(toBase45(bytes)) ?? [])]).toEqual([...bytes]);
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
  });

  it('are base45 as the RFC writes it, and nothing else is taken for it', () => {
    expect(toBase45(webParcel.utf8('Hello!!'))).toBe('%69 VD92EX0');
    for (const bad of ['A', 'GGW', ':::', 'aa', '::']) expect(fromBase45(bad)).toBeUndefined();
    for (const bad of ['A', 'A*BC']) expect(fromBase64(bad)).toBeUndefined();
  });
});
