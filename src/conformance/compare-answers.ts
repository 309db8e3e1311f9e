import { isDeepStrictEqual } from 'node:util';
import type { ConformanceCase } from '../cases/generate-cases.ts';
import { isObject } from '../contract/document.ts';
import type { Violation } from '../contract/violation.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { readPrismAnswer } from '../prism/prism-answer.ts';
import type { PrismVerdict } from '../prism/prism-verdict.ts';
import { parsePrismVerdicts } from '../prism/prism-verdict.ts';
import type { NoReply, WireReply } from '../prism/send-request.ts';
import { compareVerdicts, findUnpublishedReason } from './compare-verdicts.ts';
import { isNotServed } from './not-served.ts';

/** A case on which the mock disagrees with Prism or with the contract. */
export interface CaseDifference {
  readonly label: string;
  readonly request: ConformanceCase['request'];
  /** What differs: `the mock refuses the request, Prism does not`. */
  readonly what: string;
  readonly mock: readonly Violation[];
  readonly prism: readonly PrismVerdict[];
  /** Why they differ, or undefined if the difference is unknown. */
  readonly reason: string | undefined;
}

/**
 * Compares the mock's own answer to a case with the one that came through `prism proxy --errors`. Returns undefined if both agree with the
 * contract on whether the request is valid and, if it is, give the same answer.
 */
export function compareAnswers(
  one: ConformanceCase,
  direct: WireReply | NoReply,
  proxied: WireReply | NoReply,
): CaseDifference | undefined {
  if ('failure' in direct) return undefined;
  const mock = readMockVerdict(direct);
  const { request: prism, reply } = readPrismAnswer(proxied);
  const differ = (what: string, reason?: string): CaseDifference => ({
    label: one.label,
    request: one.request,
    what,
    mock,
    prism: [...prism, ...reply],
    reason,
  });

  const [difference] = compareVerdicts(one.request, mock, { request: prism, reply: [] });
  if (mock.length > 0 === one.valid) {
    const reason = one.valid ? findUnpublishedReason(one.request, mock) : undefined;
    return differ(`the contract ${one.valid ? 'allows' : 'refuses'} the request, the mock does not`, reason);
  }
  if (difference !== undefined) {
    return differ(
      mock.length > 0 ? 'the mock refuses the request, Prism does not' : 'Prism refuses the request, the mock does not',
      difference.reason,
    );
  }
  if (isNotServed(direct)) return undefined;
  if (reply.length > 0) return differ('Prism refuses the reply');
  if ('failure' in proxied || mock.length > 0 || isSameAnswer(one, direct, proxied)) return undefined;
  return differ(`the answers are not the same: ${shorten(direct)} from the mock, ${shorten(proxied)} through Prism`);
}

/** Returns how a request breaks the contract according to the mock's answer. */
function readMockVerdict(direct: WireReply): Violation[] {
  const listed = parsePrismVerdicts(parseJson(String(direct.headers['sl-violations']))).filter(
    ({ location }) => location[0] === 'request',
  );
  if (listed.length > 0) {
    return listed.map(({ location, code, message }) => ({
      side: 'request',
      location: location.slice(1),
      rule: code,
      message,
    }));
  }
  if (direct.status !== 422) return [];
  // A server that does not send this header: use FastAPI's list of errors, or the status alone.
  const body = parseJson(direct.body);
  const details: unknown[] = isObject(body) && Array.isArray(body['detail']) ? body['detail'] : [];
  const violations = details.filter(isObject).map(toViolation);
  return violations.length > 0
    ? violations
    : [{ side: 'request', location: [], rule: '422', message: direct.body.slice(0, 200) }];
}

function toViolation({ loc, type, msg }: Record<string, unknown>): Violation {
  const location = Array.isArray(loc) ? loc.map((part) => (typeof part === 'number' ? part : String(part))) : [];
  return { side: 'request', location, rule: String(type), message: String(msg) };
}

function isSameAnswer({ request }: ConformanceCase, direct: WireReply, proxied: WireReply): boolean {
  if (direct.status !== proxied.status) return false;
  const isChange = request.method !== 'GET' && request.method !== 'HEAD';
  // The request is sent twice, so the second reply has later times.
  const toBody = ({ body }: WireReply): string =>
    isChange ? body.replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"(time)"') : body;
  const bodies = [toBody(direct), toBody(proxied)] as const;
  return bodies[0] === bodies[1] || isDeepStrictEqual(parseJson(bodies[0]), parseJson(bodies[1]));
}

function shorten({ status, body }: WireReply): string {
  return `${status} ${body.length > 120 ? `${body.slice(0, 120)}…` : body}`;
}
