import { useLayoutEffect } from 'preact/hooks';

interface Place {
  readonly url: string;
  readonly top: number;
  /** Address of the figure that was opened. */
  readonly figure: string | undefined;
}

let left: Place | undefined;

/**
 * Coming back from the rows of a figure shows the same place of the totals, with the figure in focus. The
 * browser's own memory of scrolling does not help: the page is empty until the rows are read.
 * @param ready whether the figures are on the page
 */
export function useReturnPlace(url: string, ready: boolean): void {
  useLayoutEffect(() => {
    if (!ready) return;
    const place = left;
    left = undefined;
    if (place?.url !== url) return;
    // After the page has put its own focus on the heading.
    const timer = setTimeout(() => {
      scrollTo(0, place.top);
      const links = [...document.querySelectorAll<HTMLAnchorElement>('main a[href]')];
      links.find((a) => a.getAttribute('href') === place.figure)?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [ready, url]);
  useLayoutEffect(
    () => () => {
      const at = document.activeElement;
      left = { url, top: scrollY, figure: at instanceof HTMLAnchorElement ? (at.getAttribute('href') ?? undefined) : undefined };
    },
    [url],
  );
}
