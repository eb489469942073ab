/**
 * A scanner for the XML inside spreadsheets: elements, attributes and text, without namespaces (prefixes are
 * dropped). It knows the five named entities and numbers of characters; nothing else is expanded, and a
 * document type is refused, so there is no entity bomb to go off and nothing outside to fetch.
 */

export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
  /** `name` without prefix; also for `<a/>`, followed by `close`. Return false to stop reading. */
  readonly open: (name: string, attributes: () => Attributes) => boolean | undefined;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

export type XmlFault = 'unsafe_xml' | 'broken';

/** Null when all was read, or the handler stopped it. */
export function scanXml(xml: string, on: XmlHandler): XmlFault | null {
  let at = 0;
  let depth = 0;
  for (;;) {
    const start = xml.indexOf('<', at);
    if (start < 0) return depth === 0 ? null : 'broken';
    if (start > at && depth > 0) on.text(unescapeXml(xml.slice(at, start)));
    if (xml[start + 1] === '?' || xml[start + 1] === '!') {
      const end = special(xml, start, on);
      if (typeof end === 'string') return end;
      at = end;
      continue;
    }
    const end = tagEnd(xml, start);
    if (end < 0) return 'broken';
    const step = tag(xml, start, end, on);
    if (step === null) return null;
    depth += step;
    if (depth < 0) return 'broken';
    at = end + 1;
  }
}

/** Comments and instructions are skipped, CDATA is text, a document type is refused. */
function special(xml: string, start: number, on: XmlHandler): number | XmlFault {
  const until = (from: number, mark: string): number | XmlFault => {
    const end = xml.indexOf(mark, from);
    return end < 0 ? 'broken' : end + mark.length;
  };
  if (xml.startsWith('<!--', start)) return until(start + 4, '-->');
  if (xml[start + 1] === '?') return until(start + 2, '?>');
  if (!xml.startsWith('<![CDATA[', start)) return 'unsafe_xml';
  const end = until(start + 9, ']]>');
  if (typeof end === 'number') on.text(xml.slice(start + 9, end - 3));
  return end;
}

/** The `>` of a tag; one inside an attribute's quotes does not count. */
function tagEnd(xml: string, start: number): number {
  const end = xml.indexOf('>', start);
  if (end < 0) return -1;
  const quote = /["']/.exec(xml.slice(start, end));
  if (!quote) return end;
  let open = '';
  for (let i = start; i < xml.length; i++) {
    const c = xml[i];
    if (open !== '') open = c === open ? '' : open;
    else if (c === '"' || c === "'") open = c;
    else if (c === '>') return i;
  }
  return -1;
}

/** How the depth changes; null when the handler wants no more. */
function tag(xml: string, start: number, end: number, on: XmlHandler): number | null {
  if (xml[start + 1] === '/') {
    on.close(local(xml.slice(start + 2, end).trim()));
    return -1;
  }
  const alone = xml[end - 1] === '/';
  const inside = xml.slice(start + 1, alone ? end - 1 : end);
  const name = local(/^[^\s/]+/.exec(inside)?.[0] ?? '');
  if (on.open(name, () => attributesOf(inside)) === false) return null;
  if (!alone) return 1;
  on.close(name);
  return 0;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const ATTRIBUTE = /\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Names come from a file: the object inherits nothing. Prefixed names keep their local part, the first one holds. */
function attributesOf(inside: string): Attributes {
  const out = Object.create(null) as Record<string, string>;
  for (const [, name = '', double, single] of inside.matchAll(ATTRIBUTE)) out[local(name)] ??= unescapeXml(double ?? single ?? '');
  return out;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? whole;
    const code = name.startsWith('#x') ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
