import type { Page } from 'playwright';
import { EXIF_TURNED } from './pictures.ts';

/**
 * A JPEG as a telephone takes it: 2,400 × 1,800 with detail everywhere, lying on its side, with an Exif part that says
 * so. Its upper left corner, once it is turned, is red.
 */
export async function takePicture(page: Page, seed: number): Promise<Buffer> {
  const base64 = await page.evaluate(async (start) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2400, 1800];
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas');
    let x = start;
    const next = (n: number): number => (x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0) % n;
    for (let i = 0; i < 9000; i++) {
      pen.fillStyle = `rgb(${next(256)} ${next(256)} ${next(256)})`;
      pen.fillRect(next(2400), next(1800), 8 + next(60), 8 + next(60));
    }
    // Turned a quarter to the right, the lower left corner comes to the upper left.
    pen.fillStyle = '#f00';
    pen.fillRect(0, 1500, 300, 300);
    const blob = await new Promise<Blob | null>((done) => {
      canvas.toBlob(done, 'image/jpeg', 0.9);
    });
    const bytes = new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  }, seed);
  const plain = Buffer.from(base64, 'base64');
  return Buffer.concat([plain.subarray(0, 2), Buffer.from(EXIF_TURNED), plain.subarray(2)]);
}
