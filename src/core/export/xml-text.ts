/**
 * Text as a spreadsheet's XML may hold it: what XML forbids is dropped (controls, lone surrogates, U+FFFE/F),
 * a carriage return and anything that looks like its escape are escaped as `_x000D_` (ECMA-376 22.9.2.19).
 */
export function cellXml(text: string): string {
  const escaped = text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(/\r/g, '_x000D_');
  return attributeXml(escaped);
}

/** The same without the escape of spreadsheets: for names in attributes. */
export function attributeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
