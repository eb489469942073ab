import { useLayoutEffect } from 'preact/hooks';

interface Place {
  readonly url: string;
  readonly top: number;
  /** Address of the figure that was opened. */
  readonly figure: string;
}

let left: Place | undefined;

/**
 * Coming back from the rows of a figure shows the same place of the totals, with the figure in focus. The
 * browser's own memory of scrolling does not help: the page is empty until the rows are read.
 * @param url address of the totals; undefined while the address already is another page's, whose code still loads
 * @param ready whether the figures are on the page
 */
export function useReturnPlace(url: string | undefined, ready: boolean): void {
  useLayoutEffect(() => {
    if (!ready || url === undefined) return;
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
  useLayoutEffect(() => {
    if (url === undefined) return;
    // At the tap, before the router acts on it: while pages change places the window scrolls by itself.
    const remember = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (link) left = { url, top: scrollY, figure: link.getAttribute('href') ?? '' };
    };
    addEventListener('click', remember, true);
    return () => removeEventListener('click', remember, true);
  }, [url]);
}
