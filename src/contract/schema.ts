import type { ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ContractDocument } from './document.ts';
import { contractError } from './document.ts';
import { findByPointer, parsePointer, toPointer } from './json-pointer.ts';

/** One mistake as ajv reports it. */
export type SchemaError = ErrorObject;

/** A compiled schema of the contract. */
export interface Schema {
  /** Where it stands in the document. */
  readonly pointer: string;
  /** What stands there: an object, or a boolean. References are not followed. */
  readonly node: unknown;
  /** Every mistake in a value, in ajv's order; undefined where there is none. */
  check(value: unknown): readonly SchemaError[] | undefined;
}

/** Compiles the schemas of one document, each once. */
export interface Schemas {
  readonly document: ContractDocument;
  /**
   * The schema at a pointer.
   *
   * @throws {MockError} `contract-invalid`, with the pointer of what does not compile.
   */
  compile(pointer: string): Schema;
}

/** Formats that are stricter than JSON Schema's own, by name. A string keeps the format where both say so. */
export type Formats = Readonly<Record<string, (text: string) => boolean>>;

const DOCUMENT_ID = 'openapi.json';

/**
 * A compiler for the schemas of a document. `$ref` is followed by ajv itself.
 *
 * Compiled with `allErrors`, since FastAPI answers with every mistake at once, and without ajv's strict mode, since an OpenAPI
 * document holds members that are not JSON Schema.
 */
export function createSchemas(document: ContractDocument, formats: Formats = {}): Schemas {
  // With `strictNumbers` NaN and Infinity, which Python's JSON has, are no numbers: a reply could not print them.
  const ajv = new Ajv2020({ strict: false, strictNumbers: true, allErrors: true, logger: false, addUsedSchema: false });
  addFormats.default(ajv);
  for (const [name, isFormat] of Object.entries(formats)) ajv.addFormat(name, isFormat);
  ajv.addSchema(document, DOCUMENT_ID);

  const compiled = new Map<string, Schema>();
  const compile = (pointer: string): Schema => {
    const known = compiled.get(pointer);
    if (known !== undefined) return known;
    const validate = compileAt(ajv, document, pointer);
    const schema: Schema = {
      pointer,
      node: findByPointer(document, pointer),
      check: (value) => (validate(value) === true ? undefined : (validate.errors ?? [])),
    };
    compiled.set(pointer, schema);
    return schema;
  };
  return { document, compile };
}

function compileAt(
  ajv: Ajv2020,
  document: ContractDocument,
  pointer: string,
): NonNullable<ReturnType<Ajv2020['getSchema']>> {
  const node = findByPointer(document, pointer);
  if (typeof node !== 'boolean' && (typeof node !== 'object' || node === null)) {
    throw contractError(pointer, 'is not a schema.');
  }
  // The dialect's own schema finds what the compiler would pass over, such as a `type` that is no type.
  if (ajv.validateSchema(node) !== true) {
    const [error] = ajv.errors ?? [];
    throw contractError(
      toPointer(pointer, ...parsePointer(error?.instancePath ?? '')),
      `is not JSON Schema 2020-12: it ${error?.message ?? 'is not valid'}.`,
    );
  }
  try {
    const validate = ajv.getSchema(`${DOCUMENT_ID}#${encodeURI(pointer).replaceAll('#', '%23')}`);
    if (validate !== undefined) return validate;
  } catch (error) {
    throw contractError(pointer, `does not compile: ${error instanceof Error ? error.message : String(error)}.`);
  }
  throw contractError(pointer, 'does not compile.');
}
