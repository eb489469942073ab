/** Long enough for any browser to have begun reading; then the memory is given back. */
const REVOKE_MS = 60_000;

/** What became of a file: `cancelled` when the person closed the sheet. */
export type SaveAnswer = 'saved' | 'shared' | 'cancelled';

/** Puts a file into the downloads under its name. The browser says no more about it than that it began. */
export function saveFile(blob: Blob, name: string): SaveAnswer {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
  return 'saved';
}

const asShare = (blob: Blob, name: string): ShareData => ({ files: [new File([blob], name, { type: blob.type })] });

/** Whether the tablet's own sheet («send to …») takes such a file. */
export function canShareFile(blob: Blob, name: string): boolean {
  const { canShare } = navigator as { canShare?: (data: ShareData) => boolean };
  return canShare?.call(navigator, asShare(blob, name)) ?? false;
}

/** Hands a file to the tablet's own sheet, and to the downloads where there is none or it fails. Call from a tap. */
export async function shareFile(blob: Blob, name: string): Promise<SaveAnswer> {
  if (!canShareFile(blob, name)) return saveFile(blob, name);
  try {
    await navigator.share(asShare(blob, name));
    return 'shared';
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
    return saveFile(blob, name);
  }
}
