/** The one search field of the roll call. */
export const SEARCH_ID = 'roll-search';
/** The part of the page where its results stand. */
export const RESULTS_ID = 'roll-results';

/** From this width on an on-screen keyboard, if one comes up at all, leaves room for the list. */
const WIDE = '(min-width: 1000px)';

const field = (): HTMLInputElement | null => document.querySelector<HTMLInputElement>(`#${SEARCH_ID}`);

/** Into the field at once where the screen is wide; a narrow one would be half covered by the keyboard. */
export function focusSearchWhereWide(): void {
  if (matchMedia(WIDE).matches) field()?.focus();
}

/**
 * After a search was answered the next name is typed over it, without clearing first. A tap has left the focus in the
 * field; a key was pressed on the row's button, so the focus goes back.
 */
export function typeOver(answer: MouseEvent): void {
  const search = field();
  if (search === null || search.value === '') return;
  const byKey = answer.detail === 0;
  if (byKey) search.focus();
  if (byKey || search === document.activeElement) search.select();
}

/**
 * A tap within `results` leaves the focus, and with it the on-screen keyboard, in the search field.
 * @returns the way to stop
 */
export function keepSearchFocused(results: HTMLElement | null): () => void {
  const keep = (event: MouseEvent): void => {
    if (document.activeElement === field()) event.preventDefault();
  };
  results?.addEventListener('mousedown', keep);
  return () => results?.removeEventListener('mousedown', keep);
}

/**
 * Enter in the field leads to the first answer; a second Enter marks. Heard as the sending of a form: moved at the
 * key's own event, the focus would be on the button before the browser acts on that same key, and it would mark.
 */
export function focusFirstResult(sent: Event): void {
  sent.preventDefault();
  document.querySelector<HTMLButtonElement>(`#${RESULTS_ID} .row-actions button:not(:disabled)`)?.focus();
}
