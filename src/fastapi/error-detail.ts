import type { ValidationError } from '../pydantic/validation-error.ts';
import { quoteJson, toPathJson } from '../python/quote-json.ts';
import { toPythonJson, toPythonRepr } from '../python/text.ts';
import { PythonTuple } from '../python/tuple.ts';

/** One entry of FastAPI's `detail`. */
export interface ErrorDetail {
  readonly type: string;
  /** `['body', 'status']`. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  /** The value that was sent there, as Python reads it. */
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** Converts a validation error to an entry of `detail`. */
export function toErrorDetail(place: string, error: ValidationError, input: unknown): ErrorDetail {
  const { type, loc, msg, ctx } = error;
  const at = [place, ...loc];
  return ctx === undefined ? { type, loc: at, msg, input } : { type, loc: at, msg, input, ctx };
}

/** Returns the body of a 422 as in the published contract, in FastAPI's spelling. */
export function toContractBody(details: readonly ErrorDetail[]): string {
  return `{"detail":[${details.map(toDetailJson).join(',')}]}`;
}

/** Only the input and the context can contain values that Python writes differently from JavaScript. */
function toDetailJson({ type, loc, msg, input, ctx }: ErrorDetail): string {
  const end = ctx === undefined ? '' : `,"ctx":${toPythonJson(ctx)}`;
  return `{"type":"${type}","loc":${toPathJson(loc)},"msg":${quoteJson(msg)},"input":${toPythonJson(input)}${end}}`;
}

/**
 * Returns the body of a 422 as the deployed server sends it: the Python text of the errors in its own envelope.
 *
 * Between the errors and the method, the deployed server names its handler's source file, which is unknown here and omitted. The server
 * replaces each run of three spaces by one, even in a client's values.
 */
export function toDeployedBody(details: readonly ErrorDetail[], operation: string): string {
  const count = `${details.length} validation error${details.length === 1 ? '' : 's'}:`;
  const errors = details.map((detail) => toPythonRepr({ ...detail, loc: new PythonTuple(detail.loc) })).join(' ');
  return toPythonJson({
    status_code: 10422,
    message: `${`${count} ${errors}`.replaceAll('   ', ' ')}   ${operation}`,
    data: null,
  });
}
