/** Reads the text of a QR code in a picture; undefined when there is none, or it cannot be made out. */
export type ReadQr = (picture: HTMLCanvasElement) => Promise<string | undefined>;

/** What the browser may have of its own: Android has, through its camera service. */
interface Detector {
  detect(picture: HTMLCanvasElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** The browser's own reader where it reads QR codes, else one in JavaScript, loaded now. */
export async function openQrReader(): Promise<ReadQr> {
  const own = await ownReader();
  if (own) return own;
  const { decodeQR } = await import('qr/decode.js');
  return (picture) => {
    const context = picture.getContext('2d', { willReadFrequently: true });
    if (!context) return Promise.resolve(undefined);
    try {
      return Promise.resolve(decodeQR(context.getImageData(0, 0, picture.width, picture.height)));
    } catch {
      return Promise.resolve(undefined); // how the reader says that it found none
    }
  };
}

async function ownReader(): Promise<ReadQr | undefined> {
  const { BarcodeDetector: Own } = globalThis as { BarcodeDetector?: DetectorClass };
  try {
    // A tablet without Google's services has the class and no formats.
    if (!Own || !(await Own.getSupportedFormats()).includes('qr_code')) return undefined;
    const detector = new Own({ formats: ['qr_code'] });
    return async (picture) => (await detector.detect(picture).catch(() => []))[0]?.rawValue;
  } catch {
    return undefined; // it is there and does not work
  }
}
