import { isObject } from '../contract/document.ts';
import { parseJson } from '../exchange/parse-json.ts';
import type { Profile } from '../operations/profile.ts';
import type { WireReply } from '../prism/send-request.ts';

/** Returns the profile whose body a refusal of an invalid request has, or undefined for any other reply. */
export function guessProfile({ status, body }: WireReply): Profile | undefined {
  const value = status === 422 ? parseJson(body) : undefined;
  if (!isObject(value)) return undefined;
  if (Array.isArray(value['detail'])) return 'contract';
  return typeof value['message'] === 'string' ? 'deployed' : undefined;
}
