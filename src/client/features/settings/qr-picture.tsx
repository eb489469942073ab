import { useEffect, useRef } from 'preact/hooks';
import './carry.css';

interface QrPictureProps {
  readonly text: string;
  /** What it is, for who cannot see it. */
  readonly label: string;
}

/** A text as a QR code: dark on white in every theme, since cameras need it so. What draws it is loaded with the first one. */
export function QrPicture({ text, label }: QrPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isWanted = true;
    const draw = async (): Promise<void> => {
      const { qrModules } = await import('../../device/qr-code.ts');
      if (isWanted && canvas.current) paint(canvas.current, qrModules(text));
    };
    // Without it the text itself is still there, or the file.
    draw().catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [text]);
  return <canvas ref={canvas} class="qr-picture" role="img" aria-label={label} />;
}

/** One pixel a module: the style sheet makes it large without blurring it. */
function paint(canvas: HTMLCanvasElement, modules: readonly (readonly boolean[])[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  [canvas.width, canvas.height] = [modules.length, modules.length];
  context.fillStyle = '#fff';
  context.fillRect(0, 0, modules.length, modules.length);
  context.fillStyle = '#000';
  for (const [y, row] of modules.entries()) for (const [x, dark] of row.entries()) if (dark) context.fillRect(x, y, 1, 1);
}
