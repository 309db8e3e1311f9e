import type { LogRecord, TextFormatter } from '@logtape/logtape';
import { configureSync, getJsonLinesFormatter, getLogger } from '@logtape/logtape';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../mock/exchange.ts';
import type { ProofSummary } from './proof.ts';
import { toSummaryText } from './proof.ts';
import { toSafeText } from './safe-text.ts';
import type { Style } from './style.ts';

export const LOG_STYLES = ['pretty', 'json', 'silent'] as const;
export type LogStyle = (typeof LOG_STYLES)[number];

/** What the command line tells of a running mock. */
export interface Log {
  ready(url: string): void;
  exchange(exchange: Exchange): void;
  /** What the run came to. */
  summary(summary: ProofSummary): void;
  info(message: string): void;
  warn(message: string): void;
}

/** Writes text out, whole lines at a time. */
export type Write = (text: string) => void;

/**
 * A log in a style: `pretty` for people, one line a request; `json` for programs, one object a line; `silent` tells the ready line alone,
 * without which nobody knows a free port.
 */
export function createLog(style: LogStyle, write: Write, paint: Style): Log {
  const format = style === 'json' ? createJsonFormatter() : createPrettyFormatter(paint);
  const sink = createBufferedSink(format, write);
  configureSync({
    reset: true,
    sinks: { out: sink },
    loggers: [
      { category: 'tracker-mock', sinks: ['out'], lowestLevel: 'info' },
      { category: ['logtape', 'meta'], sinks: [], lowestLevel: 'error' },
    ],
  });
  const logger = getLogger('tracker-mock');
  const isSilent = style === 'silent';
  return {
    ready: (url) => logger.info('tracker-mock ready at {url}', { url }),
    exchange(exchange) {
      if (!isSilent) logger.info('{method} {path} {status}', toRequestFields(exchange));
    },
    summary(summary) {
      if (!isSilent) {
        logger.info('{text}', { text: toSummaryText(summary), ...(style === 'json' ? { ...summary } : {}) });
      }
    },
    info(message) {
      if (!isSilent) logger.info('{text}', { text: message });
    },
    warn(message) {
      if (!isSilent) logger.warn('{text}', { text: message });
    },
  };
}

/** Lines are gathered for a moment and written at once: a write for each would cost more than the request. */
function createBufferedSink(format: TextFormatter, write: Write): (record: LogRecord) => void {
  let buffer = '';
  return (record) => {
    if (buffer === '') {
      setImmediate(() => {
        const text = buffer;
        buffer = '';
        write(text);
      });
    }
    buffer += format(record);
  };
}

interface RequestFields extends Record<string, unknown> {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly operation: string | null;
  readonly undocumented: boolean;
  readonly violations: readonly string[];
}

function toRequestFields({ request, reply, ms, operation, isUndocumented, violations }: Exchange): RequestFields {
  return {
    method: request.method,
    path: request.target,
    status: reply.status,
    ms: Math.round(ms * 100) / 100,
    operation: operation === undefined ? null : toOperationName(operation),
    undocumented: isUndocumented,
    violations: toNotes(violations),
  };
}

/** How many violations a line names: a body may have a hundred thousand. */
const VIOLATIONS_NAMED = 20;

function toNotes(violations: Exchange['violations']): string[] {
  const notes = violations
    .slice(0, VIOLATIONS_NAMED)
    .map(({ side, location, message }) => toSafeText(`${side} ${location.join('.')}: ${message}`));
  return violations.length === notes.length ? notes : [...notes, `and ${violations.length - notes.length} more`];
}

/** One JSON object a line. A terminal may show the line, too, so what JSON leaves of the characters that steer one is escaped. */
function createJsonFormatter(): TextFormatter {
  const format = getJsonLinesFormatter({ properties: 'flatten' });
  return (record) => {
    // Of a message in parts LogTape would quote each; the text stands in the message alone.
    const { text = record.message.join(''), ...properties } = record.properties;
    const line = format({ ...record, message: [String(text)], properties });
    return line.replaceAll(/[\u{7f}-\u{9f}\p{Cf}]/gu, toJsonEscape);
  };
}

function toJsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

function createPrettyFormatter(paint: Style): TextFormatter {
  return ({ level, message, properties }) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a record with a status is one of requests, written above
    if ('status' in properties) return toRequestLine(properties as RequestFields, paint);
    const text = message.join('');
    return level === 'warning' ? `${paint('yellow', 'warning')} ${text}\n` : `${text}\n`;
  };
}

function toRequestLine({ method, path, status, ms, undocumented, violations }: RequestFields, paint: Style): string {
  const color = status < 400 ? 'green' : status < 500 ? 'yellow' : 'red';
  const line = `${toSafeText(method)} ${toSafeText(path)} ${paint(color, String(status))} ${paint('dim', `${ms.toFixed(1)} ms`)}`;
  const notes = [...(undocumented ? ['the contract does not list this status'] : []), ...violations];
  return notes.length === 0 ? `${line}\n` : `${line}  ${paint('yellow', notes.join('; '))}\n`;
}
