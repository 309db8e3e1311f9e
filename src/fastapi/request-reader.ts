import { isObject } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';
import type { Parameter } from '../contract/parameter.ts';
import type { Schema, Schemas } from '../contract/schema.ts';
import type { IncomingRequest } from '../exchange/incoming-request.ts';
import { explain } from '../pydantic/explain.ts';
import { findIllFormedTexts } from '../pydantic/ill-formed-text.ts';
import { createModelForm } from '../pydantic/model-value.ts';
import type { ValidationError } from '../pydantic/validation-error.ts';
import { findAt, findMember } from '../python/lossless-value.ts';
import { toParsed } from '../python/parsed-text.ts';
import { parseQueryString } from '../python/query-string.ts';
import type { BodyField } from './body-fields.ts';
import { findBodyFields } from './body-fields.ts';
import type { ErrorDetail } from './error-detail.ts';
import { toErrorDetail } from './error-detail.ts';
import { isJsonMediaType } from './media-type.ts';
import { createItemsReader, createTextReader } from './parameter-value.ts';
import { toReadingOrder } from './reading-order.ts';

/** An exception of Python that ends a request. */
export interface RaisedException {
  /** With its module, if it has one: `sqlalchemy.exc.DBAPIError`. */
  readonly type: string;
  readonly text: string;
}

/** What a request was read as. */
export type Reading =
  | {
      readonly kind: 'read';
      readonly parameters: Readonly<Record<string, unknown>>;
      /** Null if there is none. */ readonly body: unknown;
    }
  /** The body is not JSON, so nothing else was read: answered with 422. */
  | { readonly kind: 'malformed'; readonly details: readonly ErrorDetail[] }
  /** Answered with 422. */
  | { readonly kind: 'invalid'; readonly details: readonly ErrorDetail[] }
  /** The model of the body raised an exception that FastAPI does not handle: answered with 500. */
  | { readonly kind: 'failed'; readonly exception: RaisedException }
  /** Bytes that are not text, or JSON beyond Python's own limits: answered with 400. */
  | { readonly kind: 'unreadable' };

/** @param pathParameters as the router gives them */
export type RequestReader = (request: IncomingRequest, pathParameters: PathParameters) => Reading;

type PathParameters = Readonly<Record<string, string>>;

/**
 * Returns a reader for one operation that reads requests as FastAPI does: parameters in the order of {@link toReadingOrder}, then the body.
 * It reports every mistake at once.
 *
 * Source: FastAPI 0.142's request handler.
 */
export function createRequestReader(
  schemas: Schemas,
  operation: Operation,
  reread: Reread = takeAsItIs,
): RequestReader {
  const readers = toReadingOrder(operation.parameters).map((parameter) => ({
    parameter,
    read: createParameterReader(schemas, parameter),
  }));
  const fields = operation.requestBody && findBodyFields(schemas.document, operation.requestBody.schema.pointer);
  const hasQuery = operation.parameters.some((parameter) => parameter.in === 'query');

  return (request, pathParameters) => {
    const body = operation.requestBody === undefined ? NO_BODY : readBody(request);
    if (body === 'unreadable') return { kind: 'unreadable' };
    if ('details' in body) return { kind: 'malformed', details: body.details };
    const input = reread(body);
    if ('exception' in input) return { kind: 'failed', exception: input.exception };

    let details: readonly ErrorDetail[] = [];
    const parameters: Record<string, unknown> = {};
    const query = hasQuery ? parseQueryString(request.query) : [];
    for (const { parameter, read } of readers) {
      const result = read(findTexts(parameter, request, pathParameters, query));
      if ('details' in result) details = [...details, ...result.details];
      else parameters[parameter.name] = result.value;
    }
    // Not pushed: there may be more mistakes than a function takes arguments.
    if ('details' in input) return { kind: 'invalid', details: [...details, ...input.details] };
    if (operation.requestBody !== undefined) {
      const found = checkBody(schemas, operation.requestBody, fields, input);
      details = [...details, ...(found.length === 0 ? (input.verify?.() ?? []) : found)];
    }
    return details.length > 0 ? { kind: 'invalid', details } : { kind: 'read', parameters, body: input.value };
  };
}

/** All texts that a request has for a parameter, in order. */
function findTexts(
  parameter: Parameter,
  { headers }: IncomingRequest,
  pathParameters: PathParameters,
  query: readonly (readonly [string, string])[],
): string[] {
  switch (parameter.in) {
    case 'path': {
      const text = pathParameters[parameter.name];
      return text === undefined ? [] : [text];
    }
    case 'query':
      return query.flatMap(([name, text]) => (name === parameter.name ? [text] : []));
    case 'header': {
      const text = headers[parameter.name.toLowerCase()];
      return text === undefined ? [] : [text].flat();
    }
  }
}

type ParameterReading = { readonly value: unknown } | { readonly details: readonly ErrorDetail[] };

function createParameterReader(schemas: Schemas, parameter: Parameter): (texts: readonly string[]) => ParameterReading {
  const { schema, in: place, name } = parameter;
  const readText = createTextReader(schemas.document, schema.pointer);
  const readItems = createItemsReader(schemas.document, schema.pointer);
  const toValue = createModelForm(schemas, schema.pointer);

  return (texts) => {
    const last = texts.at(-1);
    if (last === undefined) {
      if (!parameter.required) return { value: parameter.default ?? null };
      return { details: [{ type: 'missing', loc: [place, name], msg: 'Field required', input: null }] };
    }
    // A list takes every value, anything else the last one.
    const input = readItems === undefined ? last : texts;
    const value = readItems === undefined ? readText(last) : readItems(texts);
    const errors = schema.check(value);
    // A UUID in capitals is the same UUID.
    if (errors === undefined) return { value: toValue(value) };
    const mistakes = explain(schemas, schema.pointer, value, errors);
    return {
      details: mistakes.map((mistake) =>
        toErrorDetail(place, { ...mistake, loc: [name, ...mistake.loc] }, findInput(input, mistake)),
      ),
    };
  };
}

/** What a model does with a body before it validates the fields. */
export type Reread = (
  body: Body,
) => Body | { readonly details: readonly ErrorDetail[] } | { readonly exception: RaisedException };

const takeAsItIs: Reread = (body) => body;

/** The body of a request. */
export interface Body {
  readonly value: unknown;
  /** False for bytes of another media type. */
  readonly isJson: boolean;
  /** Whether a string in it holds a lone surrogate. */
  readonly hasSurrogates: boolean;
  /** The body again with numbers and order as Python shows them, for an error's `input`. */
  readonly toInput: () => unknown;
  /** Returns what the model refuses once its fields are valid. */
  readonly verify?: () => readonly ErrorDetail[];
}

const NO_BODY: Body = { value: null, isJson: true, hasSurrogates: false, toInput: () => null };

function readBody(request: IncomingRequest): Body | { readonly details: readonly ErrorDetail[] } | 'unreadable' {
  const { headers, body } = request;
  if (body.length === 0) return NO_BODY;
  const contentType = headers['content-type'];
  if (!isJsonMediaType(Array.isArray(contentType) ? contentType[0] : contentType)) {
    // FastAPI hands on the bytes, which are no model.
    return { value: new TextDecoder().decode(body), isJson: false, hasSurrogates: false, toInput: () => body };
  }
  const { json, toLossless } = request.readJson();
  if (json.ok) return { value: json.value, isJson: true, hasSurrogates: json.hasSurrogates, toInput: toLossless };
  if (json.kind === 'unreadable') return 'unreadable';
  const details = [
    {
      type: 'json_invalid',
      loc: ['body', json.position],
      msg: 'JSON decode error',
      input: {},
      ctx: { error: json.message },
    },
  ];
  return { details };
}

function checkBody(
  schemas: Schemas,
  { required, schema }: NonNullable<Operation['requestBody']>,
  fields: readonly BodyField[] | undefined,
  body: Body,
): ErrorDetail[] {
  if (fields !== undefined) return fields.flatMap((field) => checkBodyField(schemas, field, body));
  if (body.value !== null) return checkValue(schemas, schema, body);
  return required ? [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }] : [];
}

/** Of several body parameters each is checked by itself. Null counts as missing, and so does a body that is not JSON. */
function checkBodyField(
  schemas: Schemas,
  { name, pointer, isRequired }: BodyField,
  { value: given, isJson, hasSurrogates, toInput }: Body,
): ErrorDetail[] {
  const missing: ErrorDetail = { type: 'missing', loc: ['body', name], msg: 'Field required', input: null };
  const body = isJson ? given : null;
  // FastAPI reports even optional parameters as missing if the body is JSON without members.
  if (body !== null && !isObject(body)) return [missing];
  const value = findMember(body, name) ?? null;
  if (value === null) return isRequired ? [missing] : [];
  return checkValue(schemas, schemas.compile(pointer), {
    value,
    hasSurrogates,
    toInput: () => findMember(toInput(), name),
    at: [name],
  });
}

/** A value in a body. */
interface BodyValue extends Pick<Body, 'value' | 'hasSurrogates' | 'toInput'> {
  /** Where its errors are. @default in the body itself */
  readonly at?: readonly string[];
}

/** Returns the errors of a value in a body, by its schema. */
export function checkValue(
  schemas: Schemas,
  { pointer, check }: Schema,
  { value, hasSurrogates, toInput, at = [] }: BodyValue,
): ErrorDetail[] {
  const errors = check(value);
  if (errors === undefined && !hasSurrogates) return [];
  const root = toInput();
  const mistakes =
    errors === undefined ? findIllFormedTexts(schemas, pointer, value) : explain(schemas, pointer, value, errors, root);
  return mistakes.map((mistake) =>
    toErrorDetail('body', { ...mistake, loc: [...at, ...mistake.loc] }, findInput(root, mistake)),
  );
}

/** The part of a request's input that a mistake is about. The errors of an object that a string was parsed as show the object. */
function findInput(root: unknown, { inputAt, isKey }: ValidationError): unknown {
  return isKey === true ? inputAt.at(-1) : (toParsed(findAt(root, inputAt)) ?? null);
}
