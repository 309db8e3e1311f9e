type Node = Readonly<Record<string, unknown>>;

const TEXTS: Readonly<Record<string, string>> = {
  'date-time': '2026-08-18T20:28:14Z',
  date: '2026-08-18',
  uuid: '9c41e6d8-80d8-4983-95db-d03ae99b3c71',
  uri: 'urn:example',
  email: 'someone@example.com',
};

/**
 * Returns a value of a schema, to begin with: the mock says what is wrong with it, if anything. Undefined if the schema contains itself, and
 * needs to.
 */
export function toSample(document: Node, schema: unknown, followed: readonly string[] = []): unknown {
  if (!isNode(schema)) return null;
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    if (followed.includes(reference)) return undefined;
    return toSample(document, follow(document, reference), [...followed, reference]);
  }
  for (const name of ['const', 'default', 'example']) if (schema[name] !== undefined) return schema[name];
  const [first] = listAll(schema, ['enum', 'examples']);
  if (first !== undefined) return first;
  const branches = listAll(schema, ['anyOf', 'oneOf', 'allOf']);
  if (branches.length === 0) return toTyped(document, schema, followed);
  for (const branch of branches) {
    const sample = toSample(document, branch, followed);
    if (sample !== undefined) return sample;
  }
  return undefined;
}

function listAll(schema: Node, keywords: readonly string[]): readonly unknown[] {
  return keywords.flatMap((keyword): readonly unknown[] => {
    const list = schema[keyword];
    return Array.isArray(list) ? list : [];
  });
}

function toTyped(document: Node, schema: Node, followed: readonly string[]): unknown {
  const [type] = [schema['type']].flat();
  if (type === 'object' || isNode(schema['properties'])) {
    const properties = isNode(schema['properties']) ? schema['properties'] : {};
    return Object.fromEntries(
      Object.entries(properties)
        .map(([name, property]) => [name, toSample(document, property, followed)] as const)
        .filter(([, sample]) => sample !== undefined),
    );
  }
  if (type === 'array') {
    const item = toSample(document, schema['items'], followed);
    return item === undefined ? [] : [item];
  }
  if (type === 'string') return TEXTS[String(schema['format'])] ?? 'text';
  if (type === 'integer' || type === 'number') return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
  return type === 'boolean' ? true : null;
}

function follow(document: Node, reference: string): unknown {
  let node: unknown = document;
  for (const step of reference.replace(/^#\//, '').split('/')) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    node = isNode(node) && Object.hasOwn(node, name) ? node[name] : undefined;
  }
  return node;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
