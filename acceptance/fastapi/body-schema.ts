import type { SchemaNode } from './values.ts';

/** The schema of the body of an update. */
export function findBodySchema(document: SchemaNode): unknown {
  const path = ['paths', '/tracker/{tracker_id}', 'put', 'requestBody', 'content', 'application/json', 'schema'];
  let node: unknown = document;
  for (const key of path) node = (node as SchemaNode | undefined)?.[key];
  return node;
}

/** The models of a body that is a union of some, as the `loc` of a mistake names them; none of any other body. */
export function listBodyModels(document: SchemaNode): string[] {
  const schema = findBodySchema(document) as { anyOf?: readonly { $ref?: string }[] } | undefined;
  const names = schema?.anyOf?.flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? []) ?? [];
  return names.length > 1 ? names : [];
}
