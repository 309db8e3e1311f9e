import type { Contract } from '../contract/contract.ts';
import { toOperationName } from '../contract/operation.ts';
import { MockError } from '../mock-error.ts';
import { parseJson } from '../prism/prism-answer.ts';
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
 * Returns a function that checks the reply to the first request, which lists the trackers: whatever else answers at an address, a file server or
 * a login page, would differ in every case. A run without operations of trackers does not need the list.
 */
export function createDiscoveryCheck({
  contract,
  url,
  selected,
  hide,
}: DiscoveryOptions): (reply: ServerReply) => void {
  const path = findKind(contract, 'list')?.path;
  const isNeeded = isListNeeded(contract, selected);
  return ({ status, headers, body, sentLocation }) => {
    if (!isNeeded || isRefused(status) || status >= 500) return;
    const isRedirect = status >= 300 && status < 400;
    if (!isRedirect && status !== 404 && parseJson(body) !== undefined) return;
    const detail = isRedirect
      ? `Location: ${sentLocation === undefined ? 'none' : hide(sentLocation)}`
      : (headers['content-type']?.replace(/;.*$/s, '') ?? 'no content type');
    throw new MockError(
      'option-invalid',
      `Failed to verify the server: GET ${url}${path} answered ${status} (${detail}): this is not the API. Check host, port and base path.`,
    );
  };
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
