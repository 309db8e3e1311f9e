import type { Operation } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { Sampler } from './sample-values.ts';
import { SAMPLE_TEXT } from './sample-values.ts';

/** What is sent for an operation, before it is put into a request. */
export interface RequestParts {
  /** Path parameters by name, not escaped. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, text: string])[];
  /** Header parameters by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null for none. */
  readonly contentType: string | null;
  /** Null for none. */
  readonly body: string | null;
}

/** A request that departs from an operation's base in some parts. */
export interface RequestDraft extends Partial<RequestParts> {
  readonly label: string;
  /** Whether the contract allows these parts. */
  readonly valid: boolean;
}

/** The request from which the others of an operation depart. */
export interface BaseRequest {
  readonly parts: RequestParts;
  /** False where no valid value is found for a required parameter. */
  readonly hasValidParameters: boolean;
  readonly hasValidBody: boolean;
}

/**
 * The request from which the others of an operation depart: what is required, and a body that has everything.
 *
 * @param known values of path parameters that lead somewhere, by name
 */
export function createBaseRequest(
  { parameters, requestBody }: Operation,
  sampler: Sampler,
  known: Readonly<Record<string, string>>,
): BaseRequest {
  const required = parameters
    .filter((parameter) => parameter.required)
    .map(({ in: place, name, schema }) => ({ place, name, value: known[name] ?? sampler.findValid(schema.pointer) }));
  const pick = (wanted: string): [string, string][] =>
    required.flatMap(({ place, name, value }) => (place === wanted ? [[name, toText(value ?? SAMPLE_TEXT)]] : []));
  const body = requestBody === undefined ? null : sampler.findValid(requestBody.schema.pointer);
  return {
    parts: {
      path: Object.fromEntries(pick('path')),
      query: pick('query'),
      headers: Object.fromEntries(pick('header')),
      contentType: requestBody === undefined ? null : 'application/json',
      body: requestBody === undefined ? null : JSON.stringify(body ?? {}),
    },
    hasValidParameters: required.every(({ value }) => value !== undefined),
    hasValidBody: body !== undefined,
  };
}

/** Whether the contract allows the request of a draft: its own parts, and those that it takes from the base. */
export function isValidDraft(draft: RequestDraft, { hasValidParameters, hasValidBody }: BaseRequest): boolean {
  return draft.valid && hasValidParameters && (hasValidBody || draft.body !== undefined);
}

/** The request of a draft. */
export function toRequest({ method, path: template }: Operation, base: RequestParts, draft: RequestDraft): MockRequest {
  const { path, query, headers, contentType, body } = { ...base, ...draft };
  const target = template.replaceAll(/\{([^}]*)\}/g, (_, name: string) => encodeSegment(path[name] ?? SAMPLE_TEXT));
  const search = query.map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`).join('&');
  const sent = Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text] as const);
  if (contentType !== null) sent.push(['content-type', contentType]);
  return {
    method,
    target: search === '' ? target : `${target}?${search}`,
    headers: Object.fromEntries(sent),
    body: new TextEncoder().encode(body ?? ''),
  };
}

/** Escapes what a path segment cannot hold, and no more (RFC 3986, 3.3). */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replaceAll(/%(2C|3B|3A|40|2B|3D|26|24)/g, (escaped) => decodeURIComponent(escaped));
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
