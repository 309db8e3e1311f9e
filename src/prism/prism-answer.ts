import { isObject } from '../contract/document.ts';
import { parseJson } from '../exchange/parse-json.ts';
import type { PrismOpinion } from './prism-validator.ts';
import type { PrismVerdict } from './prism-verdict.ts';
import { isError, parsePrismVerdicts } from './prism-verdict.ts';
import type { NoReply, WireReply } from './send-request.ts';

const PRISM_PROBLEM = 'https://stoplight.io/prism/errors#';

/**
 * Reads Prism's opinion from the answer of `prism proxy --errors`. The opinion is empty if the proxy passed on the server's reply; if it
 * found violations, it answered itself.
 */
export function readPrismAnswer(answer: WireReply | NoReply): PrismOpinion {
  if ('failure' in answer) return refuse('no_answer', `Prism gave no answer: ${answer.failure}`);
  const body = parseJson(answer.body);
  if (!isObject(body)) return AGREED;
  const { error, type, title, detail, validation } = body;

  // The error body of Prism's web server for a request that it cannot read.
  if (isObject(error) && typeof error['code'] === 'string') return refuse(error['code'], toText(error['message']));

  const isProblem = String(answer.headers['content-type']).startsWith('application/problem+json');
  if (!isProblem || typeof type !== 'string') return AGREED;
  if (type === 'FetchError') return refuse('no_answer', toText(title));
  if (!type.startsWith(PRISM_PROBLEM)) return AGREED;
  const verdicts = parsePrismVerdicts(validation).filter(isError);
  if (verdicts.length === 0) return refuse(type.slice(PRISM_PROBLEM.length), toText(detail));
  return {
    request: verdicts.filter(({ location }) => location[0] !== 'response').map(withSide),
    reply: verdicts.filter(({ location }) => location[0] === 'response'),
  };
}

/** Adds `request`, which Prism omits from the locations when it refuses a request. */
function withSide(verdict: PrismVerdict): PrismVerdict {
  return verdict.location[0] === 'request' ? verdict : { ...verdict, location: ['request', ...verdict.location] };
}

const AGREED: PrismOpinion = { request: [], reply: [] };

function refuse(code: string, message: string): PrismOpinion {
  return { request: [{ location: ['request'], severity: 'Error', code, message }], reply: [] };
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
