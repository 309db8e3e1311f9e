type Node = Readonly<Record<string, unknown>>;

/** How many references a sample follows on its way: schemas may contain themselves. */
const HOPS = 4;

const TEXTS: Readonly<Record<string, string>> = {
  'date-time': '2026-08-18T20:28:14Z',
  date: '2026-08-18',
  uuid: '9c41e6d8-80d8-4983-95db-d03ae99b3c71',
  uri: 'urn:example',
  email: 'someone@example.com',
};

/** Returns a value of a schema, to begin with: the mock says what is wrong with it, if anything. */
export function toSample(document: Node, schema: unknown, hops = 0): unknown {
  if (!isNode(schema) || hops > HOPS) return null;
  if (typeof schema['$ref'] === 'string') return toSample(document, follow(document, schema['$ref']), hops + 1);
  for (const name of ['const', 'default', 'example']) if (schema[name] !== undefined) return schema[name];
  const [first] = [schema['enum'], schema['examples']].flatMap((list): readonly unknown[] =>
    Array.isArray(list) ? list : [],
  );
  if (first !== undefined) return first;
  const [branch] = ['anyOf', 'oneOf', 'allOf'].flatMap((name): readonly unknown[] => {
    const list = schema[name];
    return Array.isArray(list) ? list : [];
  });
  if (branch !== undefined) return toSample(document, branch, hops);
  return toTyped(document, schema, hops);
}

function toTyped(document: Node, schema: Node, hops: number): unknown {
  const [type] = [schema['type']].flat();
  if (type === 'object' || isNode(schema['properties'])) {
    const properties = isNode(schema['properties']) ? schema['properties'] : {};
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, toSample(document, property, hops)]),
    );
  }
  if (type === 'array') return hops >= HOPS ? [] : [toSample(document, schema['items'], hops)];
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
