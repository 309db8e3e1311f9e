import { expect, test } from 'vitest';
import { toSummaryJson } from '../../src/journal/exchange-summary-json.ts';
import { toExchangeSummary } from '../../src/journal/exchange-summary.ts';
import { createMask } from '../../src/journal/mask.ts';
import { createSmallMock } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';

test('toSummaryJson returns what JSON.stringify does, whatever a client sent', () => {
  const mock = createSmallMock();
  const texts: [string, string][] = [];
  mock.onExchange((exchange) => {
    const summary = toExchangeSummary(exchange, createMask());
    texts.push([toSummaryJson(summary), JSON.stringify(summary)]);
  });
  for (const line of [
    'GET /tracker?limit=1',
    'PUT /tracker/t-fresh',
    'GET /agents',
    'GET /"\\%0a%00%e2%80%a8%ed%a0%80?a="&token=x',
    '"\\ /tracker',
  ]) {
    handle(mock, toMessage(line, { headers: { 'x-mock-session': 'b', prefer: 'cod=1' } }));
  }
  expect(texts).toHaveLength(5);
  for (const [text, expected] of texts) expect(text).toBe(expected);
});
