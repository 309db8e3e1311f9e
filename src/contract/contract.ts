import type { ContractDocument } from './document.ts';
import { isObject, loadDocument } from './document.ts';
import { toPointer } from './json-pointer.ts';
import type { Operation } from './operation.ts';
import { loadOperations } from './operation.ts';
import type { Formats, Schemas } from './schema.ts';
import { createSchemas } from './schema.ts';

/** A contract that is ready to serve: every reference leads somewhere, every schema is compiled. */
export interface Contract {
  readonly document: ContractDocument;
  readonly operations: readonly Operation[];
  readonly schemas: Schemas;
}

/**
 * An OpenAPI 3.1 document as a contract.
 *
 * @param parsed the document, parsed from JSON or YAML
 * @throws {MockError} `contract-invalid` with the JSON pointer of the first thing that cannot be served
 */
export function loadContract(parsed: unknown, formats?: Formats): Contract {
  const document = loadDocument(parsed);
  const schemas = createSchemas(document, formats);
  const operations = loadOperations(schemas);
  const components = isObject(document['components']) ? document['components'] : {};
  // Also what no operation reaches: a document with a broken schema is not served.
  if (isObject(components['schemas'])) {
    for (const name of Object.keys(components['schemas'])) schemas.compile(toPointer('/components/schemas', name));
  }
  return { document, operations, schemas };
}
