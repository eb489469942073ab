/** Parts of a file of words, cut at build time (src/house/word-parts.ts). */
declare module '*.json?first' {
  const words: import('./languages.ts').Words;
  export default words;
}
declare module '*.json?rest' {
  const words: import('./languages.ts').Words;
  export default words;
}
