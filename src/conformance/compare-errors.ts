import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../contract/document.ts';
import { parseJson } from '../exchange/parse-json.ts';
import type { WireReply } from '../prism/send-request.ts';
import type { ServerReply } from './verify-sender.ts';

/** How the deployed server's messages name its own files. */
const FILE = /\s*File "[^"]*", line \d+, in \S+/g;

/** Returns whether two error replies say the same. The input that FastAPI repeats, and the server's own paths, are not compared. */
export function isSameError(reply: WireReply, expected: WireReply): boolean {
  return isDeepStrictEqual(toMeaning(reply.body), toMeaning(expected.body));
}

function toMeaning(body: string): unknown {
  const value = parseJson(body);
  if (!isObject(value)) return body === '' ? '' : (value ?? body);
  const { detail, message } = value;
  if (Array.isArray(detail)) {
    return { detail: detail.map((one: unknown) => isObject(one) && [one['type'], one['loc'], one['msg']]) };
  }
  return typeof message === 'string' ? { ...value, message: toWords(message) } : value;
}

function toWords(message: string): string {
  return message.replaceAll(FILE, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** How many characters of a reply a difference shows. */
const SHOWN = 160;

/** A reply in a few words, for a difference. */
export function shortenReply({ status, body, shown = body }: ServerReply): string {
  const text = shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown;
  return text === '' ? String(status) : `${status} ${text}`;
}
