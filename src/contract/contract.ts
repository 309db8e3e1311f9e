import { ERRORS, ERRORS_OF_EMBEDDED_CONTRACT } from '../budgets.ts';
import { MockError } from '../mock-error.ts';
import { checkNames } from './document-names.ts';
import type { ContractDocument } from './document.ts';
import { contractError, isObject, loadDocument } from './document.ts';
import { toPointer } from './json-pointer.ts';
import type { Operation } from './operation.ts';
import { loadOperations } from './operation.ts';
import { toPlainDocument } from './plain-document.ts';
import { checkReferences } from './references.ts';
import type { Check, CompileSchema, Schemas } from './schema.ts';
import { createSchemas } from './schema.ts';

/** A contract that is ready to serve: every reference resolves, every schema is compiled. */
export interface Contract {
  /** The document as given. */
  readonly document: ContractDocument;
  readonly operations: readonly Operation[];
  /** The schemas of the document as {@link toPlainDocument} rewrites it. Their pointers are places in `schemas.document`. */
  readonly schemas: Schemas;
}

/**
 * Creates a contract from an OpenAPI 3.1 document.
 *
 * @param parsed the document, parsed from JSON or YAML
 * @param createCompiler creates the compiler of a document's schemas; `source` is the document as the user wrote it, for messages
 * @throws {MockError} `contract-invalid` with the JSON pointer of the first part that cannot be served
 */
export function createContract(
  parsed: unknown,
  createCompiler: (document: ContractDocument, source: ContractDocument) => CompileSchema,
): Contract {
  try {
    const document = loadDocument(parsed);
    checkReferences(document);
    checkNames(document);
    const plain = toPlainDocument(document);
    const schemas = createSchemas(plain, createCompiler(plain, document), ERRORS);
    // Before the operations, so that an error is reported at its own pointer. Includes schemas that no operation refers to: a document with a
    // broken schema is not served.
    for (const pointer of listComponentSchemas(document)) schemas.compile(pointer);
    return { document, operations: loadOperations(schemas), schemas };
  } catch (error) {
    if (error instanceof MockError) throw error;
    // For example two schemas with one `$id`, or nesting that exhausts the stack.
    throw contractError('', `cannot be served: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * Creates a contract from a document that {@link createContract} accepts. Checks nothing, and compiles a schema when it is first used.
 *
 * @param plain the document as {@link toPlainDocument} rewrites it
 * @param readDocument returns the document as given
 */
export function createCheckedContract(
  plain: ContractDocument,
  readDocument: () => ContractDocument,
  compileSchema: CompileSchema,
): Contract {
  const schemas = createSchemas(
    plain,
    (pointer) => {
      let check: Check | undefined;
      return (value, run) => {
        check ??= compileSchema(pointer);
        return check(value, run);
      };
    },
    ERRORS_OF_EMBEDDED_CONTRACT,
  );
  return {
    get document() {
      return readDocument();
    },
    operations: loadOperations(schemas),
    schemas,
  };
}

function listComponentSchemas({ components }: ContractDocument): string[] {
  const schemas = isObject(components) ? components['schemas'] : undefined;
  return isObject(schemas) ? Object.keys(schemas).map((name) => toPointer('/components/schemas', name)) : [];
}
