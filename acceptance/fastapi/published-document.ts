import { createConnection } from './connection.ts';
import type { SchemaNode } from './values.ts';

/** The OpenAPI document that FastAPI publishes for a revision, or for the contract itself. */
export interface PublishedDocument {
  /** To the letter, since a number may have several spellings. */
  readonly text: string;
  readonly document: SchemaNode;
}

export async function fetchDocument(
  port: number,
  revision: number | 'deployed' | undefined,
): Promise<PublishedDocument> {
  const connection = createConnection(port);
  const { body } = await connection.send({
    method: 'GET',
    target: '/',
    headers: [
      ['x-oracle', 'document'],
      ...(revision === undefined ? [] : [['x-oracle-revision', String(revision)] as const]),
    ],
    body: undefined,
  });
  connection.close();
  const text = body.toString();
  return { text, document: JSON.parse(text) as SchemaNode };
}

export interface PublishedContract {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** Whether a document is the part of the published contract that concerns trackers. */
export function isTrackerPart(document: SchemaNode, published: PublishedContract): boolean {
  const { paths, components } = published;
  const part = {
    ...published,
    paths: pick(paths, (path) => path.startsWith('/tracker')),
    components: { schemas: pick(components.schemas, (name) => JSON.stringify(document).includes(`"${name}":{`)) },
  };
  return JSON.stringify(document) === JSON.stringify(part);
}

function pick(members: Readonly<Record<string, unknown>>, isPicked: (name: string) => boolean): object {
  return Object.fromEntries(Object.entries(members).filter(([name]) => isPicked(name)));
}
