/**
 * A page that the browser has frozen still hears what other pages write, and begins to read it anew: a transaction that
 * never ends, and the saves of all other pages wait for it. Dexie lets go of its connections and its channel when a page
 * goes into the back/forward cache, and takes them up when it comes back; a frozen page needs the same.
 */
export function letGoWhenFrozen(): void {
  document.addEventListener('freeze', () => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  });
  document.addEventListener('resume', () => {
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
}
