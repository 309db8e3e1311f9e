/** A part of the contract, as JSON. */
export type Node = Readonly<Record<string, unknown>>;

/** Follows a reference. */
export function resolve(document: Node, node: unknown): Node | undefined {
  let found = toNode(node);
  for (let hops = 0; hops < 10 && typeof found?.['$ref'] === 'string'; hops += 1) {
    const steps = found['$ref'].replace(/^#\//, '').split('/');
    found = find(
      document,
      steps.map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')),
    );
  }
  return found;
}

export function find(node: Node | undefined, path: readonly string[]): Node | undefined {
  let found = node;
  for (const step of path) found = found !== undefined && Object.hasOwn(found, step) ? toNode(found[step]) : undefined;
  return found;
}

function toNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Returns the schemas that a schema combines by these keywords. */
export function listParts(document: Node, schema: Node, keywords: readonly string[]): Node[] {
  return keywords
    .flatMap((keyword) => (schema[keyword] === undefined ? [] : toList(schema[keyword])))
    .flatMap((part) => {
      const node = resolve(document, part);
      return node === undefined ? [] : [node];
    });
}
