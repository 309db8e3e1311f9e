import { Buffer } from 'node:buffer';
import type { Random } from '../random.ts';

/** A request before it is bytes. Texts hold one byte a character (latin-1), so that nothing is out of reach. */
export interface Draft {
  method: string;
  target: string;
  version: string;
  headers: [name: string, value: string][];
  body: string | undefined;
  /** The sizes of the chunks in which the body is sent; undefined if it is sent as a whole. */
  chunks: string[] | undefined;
  /** What ends a line. */
  lineEnd: string;
}

const TRACKER = '/tracker/9c41e6d8-80d8-4983-95db-d03ae99b3c71';
const JSON_TYPE: [string, string] = ['content-type', 'application/json'];

function draft(
  method: string,
  target: string,
  headers: readonly [string, string][] = [],
  body?: string,
  chunks?: string[],
): Draft {
  return {
    method,
    target,
    version: 'HTTP/1.1',
    headers: [['host', '127.0.0.1'], ...headers],
    body,
    chunks,
    lineEnd: '\r\n',
  };
}

/** Requests that are well formed, of every kind that the mock knows. Nothing in here delays a reply: a mutation could make hours of it. */
const START: readonly Draft[] = [
  draft('GET', '/tracker'),
  draft('GET', '/tracker?limit=2&page_number=2&order_by=status&order_direction=asc'),
  draft('GET', '/tracker?agent_id=a&task_id=%C3%A9'),
  draft('GET', TRACKER),
  draft('GET', '/tracker/'),
  draft('HEAD', '/tracker'),
  draft('GET', '/healthz'),
  draft('GET', '/openapi.json'),
  draft('POST', '/tracker', [JSON_TYPE], '{}'),
  draft('PUT', TRACKER, [JSON_TYPE], '{"status":"PROCESSING","status_reason":null}'),
  draft('PUT', TRACKER, [JSON_TYPE], '{"last_processed_event_id":"evt-\\u00e9","status":5}'),
  draft('PUT', TRACKER, [JSON_TYPE], '{"status":"in chunks"}', ['5', '0A', '7;a=b']),
  draft('PUT', `/__session/fuzz-1${TRACKER}`, [JSON_TYPE], '{}'),
  draft('PUT', TRACKER, [JSON_TYPE, ['x-mock-session', 'fuzz-2']], '{"__proto__":{"status":"x"},"constructor":1}'),
  draft('GET', TRACKER, [
    ['x-mock-session', 'fuzz-3'],
    ['prefer', 'code=404, wait=5'],
  ]),
  draft('PUT', TRACKER, [JSON_TYPE, ['prefer', 'fault=contract-violation;violation=bad-date']], '{}'),
  draft('GET', TRACKER, [['prefer', 'fault=empty-response']]),
  draft('GET', TRACKER, [['prefer', 'fault=connection-reset-by-peer']]),
  draft('OPTIONS', '/tracker', [
    ['origin', 'https://app.example'],
    ['access-control-request-method', 'PUT'],
    ['access-control-request-headers', 'x-a'],
  ]),
  draft('GET', '/tracker', [
    ['origin', 'null'],
    ['authorization', 'Bearer x'],
    ['cookie', 'a=b'],
    ['accept-encoding', 'gzip, br'],
  ]),
  draft('PUT', TRACKER, [JSON_TYPE, ['expect', '100-continue']], '{}'),
  draft('GET', '/tracker', [
    ['connection', 'upgrade, http2-settings'],
    ['upgrade', 'h2c'],
    ['http2-settings', 'AAMAAABk'],
  ]),
  draft('GET', '/tracker', [['connection', 'close']]),
  draft('GET', '/__admin/requests?limit=3'),
  draft('GET', '/__session/fuzz-4/__admin/state'),
  draft('POST', '/__session/fuzz-5/__admin/state/snapshots', [JSON_TYPE], '{"name":"a"}'),
  draft('POST', '/__session/fuzz-6/__admin/events', [JSON_TYPE], '{"task_id":"t","agent_id":"a"}'),
  draft('PUT', '/__session/fuzz-7/__admin/clock', [JSON_TYPE], '{"mode":"ticking","step":5}'),
];

export function pickDraft(random: Random): Draft {
  return copyDraft(random.pick(START));
}

/** A draft of its own: a mutation changes it in place. */
export function copyDraft(original: Draft): Draft {
  return {
    ...original,
    headers: original.headers.map(([name, value]) => [name, value]),
    chunks: original.chunks?.slice(),
  };
}

export function toBytes({ method, target, version, headers, body, chunks, lineEnd }: Draft): Buffer {
  const framing: [string, string][] =
    body === undefined
      ? []
      : [chunks === undefined ? ['content-length', String(body.length)] : ['transfer-encoding', 'chunked']];
  const lines = [
    `${method} ${target} ${version}`,
    ...[...headers, ...framing].map(([name, value]) => `${name}: ${value}`),
  ];
  const text = body === undefined ? '' : chunks === undefined ? body : toChunked(body, chunks);
  return Buffer.from(lines.join(lineEnd) + lineEnd + lineEnd + text, 'latin1');
}

/** The sizes count, right or wrong, and what is left of the body goes into a last chunk of the right size. */
function toChunked(body: string, sizes: readonly string[]): string {
  let text = '';
  let rest = body;
  for (const size of sizes) {
    const length = Number.parseInt(size, 16);
    const data = rest.slice(0, Number.isSafeInteger(length) && length > 0 ? length : 1);
    rest = rest.slice(data.length);
    text += `${size}\r\n${data}\r\n`;
  }
  if (rest !== '') text += `${rest.length.toString(16)}\r\n${rest}\r\n`;
  return `${text}0\r\n\r\n`;
}
