import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasMetadata, isHeif, mediaOf, pixelsOf } from '../../../src/core/files/image-bytes.ts';
import { isMediaCode, isSha } from '../../../src/core/files/limits.ts';
import { COMMENT, EXIF, jpegBytes, XMP } from '../../support/pictures.ts';

const latin = (s: string): number[] => [...s].map((c) => c.charCodeAt(0));
const le32 = (n: number): number[] => [n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >>> 24) & 255];
const be32 = (n: number): number[] => le32(n).reverse();
const chunk = (name: string, content: readonly number[]): number[] => [...latin(name), ...le32(content.length), ...content, ...(content.length % 2 ? [0] : [])];
const webp = (...chunks: readonly number[][]): Uint8Array => Uint8Array.from([...latin('RIFF'), ...le32(4 + chunks.flat().length), ...latin('WEBP'), ...chunks.flat()]);
const pngChunk = (name: string, content: readonly number[]): number[] => [...be32(content.length), ...latin(name), ...content, 0, 0, 0, 0];
const png = (...chunks: readonly number[][]): Uint8Array => Uint8Array.from([...latin('\u0089PNG\r\n\u001a\n'), ...chunks.flat()]);
const IHDR = pngChunk('IHDR', [...be32(640), ...be32(480), 8, 2, 0, 0, 0]);
const VP8 = chunk('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 0x40, 0x06, 0xb0, 0x04]);

describe('pictures, by their bytes alone', () => {
  it('[TRUST images] are told by their signature, whatever they are called', () => {
    expect(mediaOf(jpegBytes(100, 1))).toBe('jpeg');
    expect(mediaOf(png(IHDR))).toBe('png');
    expect(mediaOf(webp(VP8))).toBe('webp');
    for (const other of ['', 'GIF89a', '<svg xmlns="x">', '<!doctype html>', '\u00ff\u00d8', 'RIFF1234WAVE', '%PDF-1.7']) expect([other, mediaOf(Uint8Array.from(latin(other)))]).toEqual([other, undefined]);
    expect(isHeif(Uint8Array.from(latin('\0\0\0\u0018ftypheic')))).toBe(true);
    expect(isHeif(Uint8Array.from(latin('\0\0\0\u0018ftypavif')))).toBe(true);
    expect(isHeif(Uint8Array.from(latin('\0\0\0\u0018ftypmp42')))).toBe(false);
  });

  it('[TRUST images] say how large they are before anything decodes them', () => {
    expect(pixelsOf(jpegBytes(500, 1))).toEqual({ width: 1600, height: 1200 });
    expect(pixelsOf(jpegBytes(500, 1, EXIF))).toEqual({ width: 1600, height: 1200 });
    expect(pixelsOf(png(IHDR))).toEqual({ width: 640, height: 480 });
    expect(pixelsOf(webp(VP8))).toEqual({ width: 1600, height: 1200 });
    expect(pixelsOf(webp(chunk('VP8X', [0, 0, 0, 0, 0x3f, 0x06, 0, 0xaf, 0x04, 0])))).toEqual({ width: 1600, height: 1200 });
    expect(pixelsOf(webp(chunk('VP8L', [0x2f, ...le32(1599 | (1199 << 14))])))).toEqual({ width: 1600, height: 1200 });
    expect(pixelsOf(jpegBytes(500, 1).slice(0, 20))).toBeUndefined();
  });

  it('[T73] tell whether anything beside the picture travels in them', () => {
    expect(hasMetadata(jpegBytes(200, 1))).toBe(false);
    for (const more of [EXIF, XMP, COMMENT]) expect(hasMetadata(jpegBytes(300, 1, more))).toBe(true);
    expect(hasMetadata(png(IHDR, pngChunk('IDAT', [1, 2])))).toBe(false);
    expect(hasMetadata(png(IHDR, pngChunk('tEXt', latin('Author\0A'))))).toBe(true);
    expect(hasMetadata(png(IHDR, pngChunk('IDAT', [1]), pngChunk('eXIf', [1])))).toBe(true);
    expect(hasMetadata(webp(VP8))).toBe(false);
    expect(hasMetadata(webp(chunk('VP8X', Array.from({ length: 10 }, () => 0)), VP8, chunk('EXIF', [1, 2, 3])))).toBe(true);
    expect(hasMetadata(Uint8Array.from(latin('nothing')))).toBe(false);
  });

  it('[TRUST images] no bytes make the reader run on or throw', () => {
    const heads = [[0xff, 0xd8, 0xff], latin('\u0089PNG\r\n\u001a\n'), [...latin('RIFF'), 0, 0, 0, 0, ...latin('WEBP')]];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }), (head, rest) => {
        const bytes = Uint8Array.from([...head, ...rest]);
        expect(typeof hasMetadata(bytes)).toBe('boolean');
        const size = pixelsOf(bytes);
        if (size) expect(size.width > 0 && size.height > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('names and kinds are checked by shape', () => {
    expect(isSha('a'.repeat(64))).toBe(true);
    for (const bad of ['a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(63)}/`, 7, null, undefined]) expect(isSha(bad)).toBe(false);
    expect(isMediaCode('webp')).toBe(true);
    for (const bad of ['gif', '__proto__', 'toString', 3]) expect(isMediaCode(bad)).toBe(false);
  });
});
