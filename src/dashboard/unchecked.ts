import type { AppliedOverride, ExchangeRecord, ExchangeSummary } from '../control/control-types.ts';

/**
 * Returns why the contract was not checked, or does not apply, although no violation was found; undefined if it was kept, or the status is
 * not in it.
 */
export function toUncheckedText(exchange: ExchangeSummary): string | undefined {
  const { operation, status, unmatched, undocumented, source, overridden } = exchange;
  if (unmatched) return 'No operation matched';
  if (operation === null) return 'No operation of the contract';
  if (status === null) return 'No reply';
  if (source === 'stub' || (overridden && undocumented)) return 'Not checked: stubbed';
  // A summary does not say what was changed: it may be a delay alone.
  if (overridden) return 'Changed by a stub or a Prefer header';
  return undefined;
}

/** Returns the same for an exchange of which everything is known. */
export function toUncheckedRecordText(record: ExchangeRecord): string | undefined {
  const { operation, unmatched, override, reply } = record;
  if (unmatched) return 'Does not apply, since no operation matched';
  if (operation === null) return 'Does not apply to this request';
  if (reply.status === null) return 'Not checked, since there was no reply';
  return override === null ? undefined : toOverrideText(override);
}

function toOverrideText({ stub, reply, code, fault }: AppliedOverride): string | undefined {
  if (fault === 'contract-violation') {
    return `Broken on purpose by ${stub === undefined ? 'the Prefer header' : 'the stub'}`;
  }
  if (reply !== undefined) return 'Not checked, since the reply was stubbed';
  if (code !== undefined) return 'Not checked, since the Prefer header asked for the status';
  return undefined;
}
