import type { ExchangeRecord, StubInput } from '../control/control-types.ts';

/** Returns a stub that gives the reply of an exchange to the same request. */
export function toStub({ operation, method, path, reply, violations }: ExchangeRecord): StubInput {
  const breaks = violations.some(({ side }) => side === 'reply');
  return {
    match: { ...(operation === null ? { method } : { operation }), path: path.replaceAll('*', '?') },
    ...(reply.status === null
      ? { fault: 'empty-response' }
      : { reply: { status: reply.status, body: toBody(reply.body) } }),
    ...(breaks ? { allowViolations: true } : {}),
  };
}

function toBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
