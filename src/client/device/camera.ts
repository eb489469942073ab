import { openQrReader } from './qr-reader.ts';

/** Why there is no picture: `carry.camera_problem.<code>`. */
export type CameraProblem = 'none' | 'refused' | 'busy';

/** Pictures are made this small, the shorter side in pixels: enough for codes of 70 modules, and quick to read. */
const SIDE = 640;
/** Least pause between two looks, ms. As long as a look took is rested too, so that the screen stays alive on a slow tablet. */
const PAUSE = 60;

const PROBLEMS: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'none', OverconstrainedError: 'none', NotReadableError: 'busy', AbortError: 'busy',
};

/** Shows the camera at the back in a video element. Nothing is recorded. @returns the way to turn it off, or why there is none */
export async function openCamera(video: HTMLVideoElement): Promise<(() => void) | CameraProblem> {
  // Over plain http from elsewhere browsers do not even have it.
  const { mediaDevices } = navigator as Partial<Navigator>;
  if (!mediaDevices) return 'none';
  try {
    const stream = await mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } } });
    video.srcObject = stream;
    await video.play();
    return () => {
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    };
  } catch (e) {
    return e instanceof DOMException ? (PROBLEMS[e.name] ?? 'busy') : 'busy';
  }
}

/** Tells every QR code that the video shows, over and over. @returns the way to stop */
export function watchForQr(video: HTMLVideoElement, tell: (text: string) => void): () => void {
  const watch = { isOn: true };
  void look(video, tell, watch);
  return () => {
    watch.isOn = false;
  };
}

async function look(video: HTMLVideoElement, tell: (text: string) => void, watch: { readonly isOn: boolean }): Promise<void> {
  const read = await openQrReader();
  const picture = document.createElement('canvas');
  while (watch.isOn) {
    const began = performance.now();
    const text = drawFrame(video, picture) ? await read(picture) : undefined;
    if (watch.isOn && text !== undefined) tell(text);
    const took = performance.now() - began;
    await new Promise((done) => setTimeout(done, Math.max(PAUSE, took)));
  }
}

/** The square in the middle of what the camera sees. False before it sees anything. */
function drawFrame(video: HTMLVideoElement, picture: HTMLCanvasElement): boolean {
  const side = Math.min(video.videoWidth, video.videoHeight);
  const context = picture.getContext('2d', { willReadFrequently: true });
  if (side === 0 || !context) return false;
  const size = Math.min(side, SIDE);
  if (picture.width !== size) [picture.width, picture.height] = [size, size];
  context.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, size, size);
  return true;
}
