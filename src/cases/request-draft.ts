import type { Operation } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { SAMPLE_TEXT } from '../samples/text-samples.ts';
import type { BodyModel } from './base-body.ts';
import { findBaseBody, SCHEMA_ALONE } from './base-body.ts';
import type { Sampler } from './sample-values.ts';

/** The parts of a request before they are encoded. */
export interface RequestParts {
  /** Path parameters by name, not escaped. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, text: string])[];
  /** Header parameters by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null to send none. */
  readonly contentType: string | null;
  /** Null to send none. */
  readonly body: string | null;
}

/** The parts in which a request differs from the operation's base request. */
export interface RequestDraft extends Partial<RequestParts> {
  readonly label: string;
  /** Whether the contract allows these parts. */
  readonly valid: boolean;
}

/** The request that all others of an operation are variations of. */
export interface BaseRequest {
  readonly parts: RequestParts;
  /** False if no valid value is found for a required parameter. */
  readonly hasValidParameters: boolean;
  readonly hasValidBody: boolean;
}

/**
 * Creates an operation's base request: its required parameters, and a body with every property if the server's model accepts that.
 *
 * @param known values of path parameters that exist on the server, by name
 */
export function createBaseRequest(
  { parameters, requestBody }: Operation,
  sampler: Sampler,
  known: Readonly<Record<string, string>>,
  model: BodyModel = SCHEMA_ALONE,
): BaseRequest {
  const required = parameters
    .filter((parameter) => parameter.required)
    .map(({ in: place, name, schema }) => ({ place, name, value: known[name] ?? sampler.findValid(schema.pointer) }));
  const pick = (wanted: string): [string, string][] =>
    required.flatMap(({ place, name, value }) => (place === wanted ? [[name, toText(value ?? SAMPLE_TEXT)]] : []));
  const body = requestBody === undefined ? null : findBaseBody(requestBody, sampler, model);
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

/** Returns whether the contract allows a draft's own parts and those that it takes from the base request. */
export function isValidDraft(draft: RequestDraft, { hasValidParameters, hasValidBody }: BaseRequest): boolean {
  return draft.valid && hasValidParameters && (hasValidBody || draft.body !== undefined);
}

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

/** Escapes only the characters that a path segment must not contain (RFC 3986, 3.3). */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replaceAll(/%(2C|3B|3A|40|2B|3D|26|24)/g, (escaped) => decodeURIComponent(escaped));
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
