import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * Gives the field the focus when it appears, for a field that is the one reason to be here (search, a pasted list).
 * The `autofocus` attribute works only while the page loads.
 */
export function useFocusOnShow(field: RefObject<HTMLElement | null>, wanted: boolean | undefined): void {
  useEffect(() => {
    if (wanted === true) field.current?.focus();
  }, [field, wanted]);
}
