import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import { toOperationName } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { MockError } from '../mock-error.ts';
import type { WireReply } from '../prism/send-request.ts';
import type { Hide } from './hide-secrets.ts';
import { findKind } from './verify-data.ts';
import type { ServerReply } from './verify-sender.ts';
import { isRefused } from './verify-sender.ts';

export interface DiscoveryOptions {
  readonly contract: Contract;
  readonly url: string;
  /** The names of the operations that are verified. */
  readonly selected: ReadonlySet<string>;
  readonly hide: Hide;
}

/**
 * Judges a reply.
 *
 * @param expected the mock's reply to the same request, if it is known
 * @throws {MockError} `option-invalid` if the server is not the API
 */
export type CheckDiscovery = (request: MockRequest, reply: ServerReply, expected?: WireReply) => void;

/**
 * Returns a function that judges the replies from the first one on, which lists the trackers: whatever else answers at an address, a file
 * server or a login page, would differ in every case. A run without the operation that lists the trackers does not need the list, so it ends
 * only if the next reply is not the API's either. From the first reply of the API on, all others are the business of the cases.
 */
export function createDiscoveryCheck({ contract, url, selected, hide }: DiscoveryOptions): CheckDiscovery {
  let isOver = findKind(contract, 'list') === undefined;
  let listed: string | undefined;
  return ({ method, target }, reply, expected) => {
    // An error of the server, a refusal and what is expected anyway say nothing.
    if (isOver || reply.body === expected?.body) return;
    const isList = listed === undefined;
    const isUnclear = isRefused(reply.status) || reply.status >= 500;
    if (isUnclear || !isForeign(reply, isList)) {
      isOver = isList || !isUnclear;
      return;
    }
    const fact = `${method} ${url}${target.replace(/\?.*$/s, '')} answered ${reply.status} (${describe(reply, hide)})`;
    if (isList && !isListNeeded(contract, selected)) {
      listed = fact;
      return;
    }
    throw new MockError(
      'option-invalid',
      `Failed to verify the server: ${isList ? '' : `${listed}, and `}${fact}: this is not the API. Check host, port and base path.`,
    );
  };
}

/** @param isList whether it is the reply to `GET /tracker`, which always exists */
function isForeign({ status, headers, body }: ServerReply, isList: boolean): boolean {
  // Its body is not read.
  if (!isList && /^text\/event-stream/i.test(headers['content-type'] ?? '')) return false;
  const value = parseJson(body);
  if (isRedirect(status) || value === undefined) return true;
  if (status !== 404) return false;
  // FastAPI's answer to a path that it does not have. What the API itself does not find, it names.
  return isList || !isObject(value) || value['detail'] === undefined || value['detail'] === 'Not Found';
}

function describe({ status, headers, sentLocation }: ServerReply, hide: Hide): string {
  if (isRedirect(status)) return `Location: ${sentLocation === undefined ? 'none' : hide(sentLocation)}`;
  return headers['content-type']?.replace(/;.*$/s, '') ?? 'no content type';
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function isListNeeded(contract: Contract, selected: ReadonlySet<string>): boolean {
  const list = findKind(contract, 'list');
  return list !== undefined && selected.has(toOperationName(list));
}

/** Returns whether the reply that lists the trackers says that the run lacks authorization, so that no other request needs to be sent. */
export function isDiscoveryRefused(
  { contract, selected }: Omit<DiscoveryOptions, 'hide' | 'url'>,
  status = 0,
): boolean {
  return isRefused(status) && isListNeeded(contract, selected);
}
