/** Joins class names, leaving out what is off: `classes('row', done && 'row-done')`. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => typeof name === 'string' && name !== '').join(' ');
}
