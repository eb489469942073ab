import { writeFileSync } from 'node:fs';

const [WIDTH, HEIGHT] = [640, 480];

/** Flags that put a film in the place of a tablet's camera; the film may be made later. */
export const fakeCameraFlags = (film: string): string[] => [
  '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`,
];

/**
 * Makes a film (YUV4MPEG2) of QR codes, each for a moment, as a camera sees them on a screen: grey on grey, not in the
 * middle, with noise.
 * @param codes rows of modules, dark ones true; @param perSecond how many are shown in a second
 */
export function filmCodes(film: string, codes: readonly (readonly (readonly boolean[])[])[], perSecond: number): void {
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${perSecond}:1 Ip A1:1 C420jpeg\n`)];
  for (const [n, code] of codes.entries()) parts.push(Buffer.from('FRAME\n'), brightness(code, n), Buffer.alloc((WIDTH * HEIGHT) / 2, 128));
  writeFileSync(film, Buffer.concat(parts));
}

function brightness(code: readonly (readonly boolean[])[], seed: number): Buffer {
  const out = Buffer.alloc(WIDTH * HEIGHT);
  const scale = Math.floor((HEIGHT - 30) / code.length);
  const [left, top] = [(WIDTH - code.length * scale) / 2 + 11, 9];
  let x = seed + 1;
  for (let i = 0; i < out.length; i++) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    const noise = (x >>> 27) - 16;
    const module = code[Math.floor((Math.floor(i / WIDTH) - top) / scale)]?.[Math.floor(((i % WIDTH) - left) / scale)];
    out[i] = (module === undefined ? 110 : module ? 50 : 200) + noise;
  }
  return out;
}
