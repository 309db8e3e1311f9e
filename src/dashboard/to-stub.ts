import type { ExchangeRecord, RequestPattern, StubInput, StubReply } from '../control/control-types.ts';
import { MASK } from '../journal/mask.ts';
import { hasTextType } from '../stubs/text-body.ts';

/** Headers that the mock or the connection adds to every reply, and the type that a reply has without a header. */
const OWN =
  /^(?:connection|content-(?:length|encoding)|date|keep-alive|transfer-encoding|preference-applied|sl-violations|x-(?:contract|mock)-.*|access-control-.*)$/;
const JSON_TYPE = 'application/json';

/** Returns a stub that gives the reply of an exchange, whose body must be JSON or of another type, to the same request. */
export function toStub(record: ExchangeRecord): StubInput {
  const { reply } = record;
  return {
    match: toPattern(record),
    ...(reply.status === null ? { fault: 'empty-response' } : { reply: toReply(reply, reply.status) }),
    ...(mayBreak(record) ? { allowViolations: true } : {}),
  };
}

/** A star in the path matches itself, as it does all other characters. */
function toPattern({ operation, method, path, query }: ExchangeRecord): RequestPattern {
  // A secret is not in the journal.
  const members = [...new URLSearchParams(query)].filter(([, value]) => value !== MASK);
  return {
    ...(operation === null ? { method } : { operation }),
    path,
    ...(members.length === 0 ? {} : { query: Object.fromEntries(members) }),
  };
}

function toReply({ headers, body }: ExchangeRecord['reply'], status: number): StubReply {
  const kept = Object.entries(headers).filter(
    ([name, value]) => !OWN.test(name) && value !== MASK && !(name === 'content-type' && value === JSON_TYPE),
  );
  return {
    status,
    ...(kept.length === 0 ? {} : { headers: Object.fromEntries(kept) }),
    ...(body === '' ? {} : { body: hasTextType(headers) ? body : (JSON.parse(body) as unknown) }),
  };
}

/** Whether the mock would refuse the reply, or cannot tell which operation it is for. What a stub answered was not checked. */
function mayBreak({ operation, path, reply, violations, override, undocumented }: ExchangeRecord): boolean {
  if (operation === null) return path.includes('*');
  const isMade = override?.reply !== undefined || override?.fault === 'contract-violation';
  return reply.status !== null && ((isMade && !undocumented) || violations.some(({ side }) => side === 'reply'));
}
