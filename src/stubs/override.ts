import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Delay, Fault, Stub, StubReply, ViolationKind } from '../control/control-types.ts';
import type { IncomingRequest } from '../exchange/incoming-request.ts';
import type { Result } from '../exchange/result.ts';
import type { Profile } from '../operations/profile.ts';
import { toStatusResult } from '../operations/status-result.ts';
import type { Random } from '../samples/random.ts';
import type { Preference } from './prefer-header.ts';
import { parsePreferHeader } from './prefer-header.ts';
import type { StubList } from './stub-list.ts';
import { hasTextBody } from './text-body.ts';

/** What a stub and the request's `Prefer` header ask for. The header wins. */
export interface Override {
  readonly stub: Stub | undefined;
  readonly preference: Preference | undefined;
  /** The status that the `Prefer` header asks for. */
  readonly code: number | undefined;
  /** The stub's own reply; undefined if the request asks for a status. */
  readonly reply: StubReply | undefined;
  /** In milliseconds; 0 for no delay. */
  readonly delay: number;
  readonly fault: Fault | undefined;
  readonly violation: ViolationKind;
}

/**
 * Returns what overrides the mock's own reply to a request, or undefined if nothing does. Counts a stub as applied.
 *
 * @throws {MockError} `preference-invalid`
 */
export function findOverride(
  { stubs, random }: { readonly stubs: StubList; readonly random: Random },
  request: IncomingRequest,
  operation: Operation | undefined,
): Override | undefined {
  const { prefer } = request.headers;
  const preference = prefer === undefined ? undefined : parsePreferHeader(prefer);
  const stub =
    stubs.size === 0
      ? undefined
      : stubs.take({ request, operation: operation === undefined ? undefined : toOperationName(operation) }, random);
  if (preference === undefined && stub === undefined) return undefined;
  return {
    stub,
    preference,
    code: preference?.code,
    reply: preference?.code === undefined ? stub?.reply : undefined,
    delay: drawDelay(preference?.delay ?? stub?.delay, random),
    fault: preference?.fault ?? stub?.fault,
    violation: preference?.violation ?? stub?.violation ?? 'missing-field',
  };
}

function drawDelay(delay: Delay | undefined, random: Random): number {
  if (delay === undefined) return 0;
  return typeof delay === 'number' ? delay : Math.round(delay.min + random() * (delay.max - delay.min));
}

/**
 * Returns the result that replaces the operation's, or undefined if the override does not replace it. It is not verified: a stub's reply
 * was checked when the stub was added, or is allowed to break the contract.
 *
 * @param id the tracker that the request names, or undefined if it names none
 */
export function toReplacement(
  { code, reply }: Override,
  operation: Operation | undefined,
  id: string | undefined,
  profile: Profile,
): Result | undefined {
  if (reply !== undefined) return toStubResult(reply);
  if (code === undefined || code === 200 || operation === undefined) return undefined;
  return toStatusResult(code, operation, id, profile);
}

function toStubResult(reply: StubReply): Result {
  const { status, headers = {}, body } = reply;
  const lowerCased = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const common = { status, headers: lowerCased, source: 'stub' } as const;
  if (hasTextBody(reply)) return { ...common, value: undefined, body: reply.body };
  return { ...common, value: body, body: body === undefined ? '' : JSON.stringify(body) };
}
