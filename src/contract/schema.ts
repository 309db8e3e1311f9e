import type { ErrorObject } from 'ajv';
import type { ContractDocument } from './document.ts';
import { findByPointer } from './json-pointer.ts';
import type { ValidationRun } from './validation-run.ts';

/** One error as ajv reports it. */
export type SchemaError = ErrorObject;

/**
 * Returns every error in a value, in ajv's order, or undefined if the value is valid.
 *
 * @param run shared by the checks of one value and its parts
 */
export type Check = (value: unknown, run?: ValidationRun) => readonly SchemaError[] | undefined;

/**
 * Turns the schema at a pointer of a document into a check.
 *
 * @throws {MockError} `contract-invalid`, with the pointer of the schema that does not compile
 */
export type CompileSchema = (pointer: string) => Check;

/** A compiled schema of the contract. */
export interface Schema {
  /** The schema's place in the document. */
  readonly pointer: string;
  /** The schema itself: an object, or a boolean. References are not followed. */
  readonly node: unknown;
  readonly check: Check;
}

/** The schemas of one document, each compiled once. */
export interface Schemas {
  readonly document: ContractDocument;
  /**
   * Returns the schema at a pointer, compiled.
   *
   * @throws {MockError} `contract-invalid`, with the pointer of the schema that does not compile
   */
  compile(pointer: string): Schema;
  /** How many errors a reply lists. */
  readonly mostErrors: number;
}

export function createSchemas(document: ContractDocument, compileSchema: CompileSchema, mostErrors: number): Schemas {
  const compiled = new Map<string, Schema>();
  const compile = (pointer: string): Schema => {
    let schema = compiled.get(pointer);
    if (schema === undefined) {
      schema = { pointer, node: findByPointer(document, pointer), check: compileSchema(pointer) };
      compiled.set(pointer, schema);
    }
    return schema;
  };
  return { document, compile, mostErrors };
}
