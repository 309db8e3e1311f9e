import { parseJson } from '../exchange/parse-json.ts';
import { parseProblem } from '../mock-error.ts';
import type { WireReply } from '../prism/send-request.ts';

/** Returns whether the mock read a valid request, and has no reply to it. */
export function isNotServed({ status, body }: WireReply): boolean {
  return status === 501 && parseProblem(parseJson(body))?.code === 'operation-not-served';
}
