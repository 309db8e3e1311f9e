/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without what is around its children. */
  readonly text: string;
}

type Open = XmlElement & { readonly children: XmlElement[] };

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const TOKEN = /<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;

/**
 * The root of an XML document: elements, attributes and text, which is all that a JUnit report has.
 *
 * @throws {Error} where it is not well-formed, or holds a character that XML 1.0 does not allow
 */
export function readXml(document: string): XmlElement {
  const bad = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.exec(document);
  if (bad !== null) throw new Error(`XML does not allow the character at ${bad.index}.`);
  const root = createOpen('', '');
  const open: Open[] = [root];
  const start = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(document)?.[0].length ?? 0;
  TOKEN.lastIndex = start;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const [token, slash, name = '', attributes = '', empty, text] = TOKEN.exec(document) ?? [];
    const current = open.at(-1);
    if (token === undefined || current === undefined) throw new Error(`It is not well-formed at ${at}.`);
    if (text !== undefined) Object.assign(current, { text: (current.text + decode(text)).trim() });
    else if (slash === '/') {
      if (open.length < 2 || current.name !== name) throw new Error(`</${name}> closes <${current.name}>.`);
      open.pop();
    } else {
      const element = createOpen(name, attributes);
      current.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  const [only] = root.children;
  if (open.length !== 1 || only === undefined || root.children.length !== 1) throw new Error('It has not one root.');
  return only;
}

function createOpen(name: string, attributes: string): Open {
  const pairs = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, decode(value)]);
  return { name, attributes: Object.fromEntries(pairs) as Record<string, string>, children: [], text: '' };
}

function decode(text: string): string {
  return text.replaceAll(/&(\w*;?)/g, (_, entity: string) => {
    const character = ENTITIES[entity.replace(/;$/, '')];
    if (character === undefined || !entity.endsWith(';')) throw new Error(`&${entity} is no entity.`);
    return character;
  });
}
