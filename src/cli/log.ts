import type { TextFormatter } from '@logtape/logtape';
import { configureSync, getJsonLinesFormatter, getLogger } from '@logtape/logtape';
import { LOG_BACKLOG } from '../budgets.ts';
import { toOperationName } from '../contract/operation.ts';
import type { ReplySource } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import type { OwnReply } from '../http/own-reply.ts';
import { explainRequest } from '../journal/explain-request.ts';
import type { Mask } from '../journal/mask.ts';
import { toPrintable } from '../mock-error.ts';
import { unquote } from '../python/unquote.ts';
import { DEFAULT_SESSION } from '../sessions/session-name.ts';
import { toCountText } from './count-text.ts';
import type { FailureKind } from './failure-kinds.ts';
import type { Output } from './output.ts';
import { toOwnFields, toOwnLine, toOwnText } from './own-line.ts';
import type { ProofSummary } from './proof.ts';
import { toSafeText } from './safe-text.ts';
import type { Style } from './style.ts';
import { toStatusColor } from './style.ts';
import { toSummaryText } from './summary-text.ts';

export const LOG_STYLES = ['pretty', 'json', 'silent'] as const;
export type LogStyle = (typeof LOG_STYLES)[number];

/** What the command line tells of a running mock. */
export interface Log {
  /** @param networkUrls the addresses for other machines */
  ready(url: string, networkUrls?: readonly string[]): void;
  /**
   * @param mistakes its violations, a line each
   * @param reason why it was refused, if the violations do not say it
   */
  exchange(exchange: Exchange, mistakes: readonly string[], reason?: string): void;
  /**
   * A reply that the mock did not make.
   *
   * @param reason why the request was refused, if it was
   */
  ownReply(own: OwnReply, reason: string | undefined): void;
  /** What the run came to, and what of it makes the run fail. */
  summary(summary: ProofSummary, failOn: readonly FailureKind[]): void;
  info(message: string): void;
  /** A warning, with what belongs to it on lines of their own. */
  warn(message: string, problems?: readonly string[]): void;
  /** Writes at once what was gathered. */
  flush(): void;
}

/**
 * A log in a style: `pretty` for people, one line a request; `json` for programs, one object a line; `silent` tells the ready line alone,
 * without which nobody knows a free port.
 */
export function createLog(style: LogStyle, output: Pick<Output, 'out' | 'backlog'>, paint: Style, mask: Mask): Log {
  const format = style === 'json' ? createJsonFormatter() : createPrettyFormatter(paint);
  const { append, flush } = createLineBuffer(output, (count) => {
    logger.warn('{text}', { text: `${toCountText(count, 'line')} of the log dropped: nobody read them in time` });
  });
  configureSync({
    reset: true,
    sinks: { out: (record) => append(format(record)) },
    loggers: [
      { category: 'tracker-mock', sinks: ['out'], lowestLevel: 'info' },
      { category: ['logtape', 'meta'], sinks: [], lowestLevel: 'error' },
    ],
  });
  const logger = getLogger('tracker-mock');
  const isSilent = style === 'silent';
  return {
    ready(url, networkUrls = []) {
      const network = networkUrls.length === 0 ? '' : `, on the network at ${networkUrls.join(' and ')}`;
      const text = `tracker-mock ready at ${url}${network}`;
      logger.info('{text}', { text, ...(style === 'json' ? { url, networkUrls } : {}) });
      flush();
    },
    exchange(exchange, mistakes, reason) {
      // A line for a person is made here: through the library it would cost more than the request.
      if (style === 'pretty') append(toRequestLine(exchange, toNotes(exchange, mistakes, reason), paint, mask));
      else if (style === 'json') {
        const fields = { ...toRequestFields(exchange, mistakes, mask), reason: reason ?? null };
        logger.info('{text}', { text: toRequestText(exchange, mask), ...fields });
      }
    },
    ownReply(own, reason) {
      if (style === 'pretty') append(toOwnLine(own, reason, paint, mask));
      else if (style === 'json') {
        logger.info('{text}', { text: toOwnText(own, mask), ...toOwnFields(own, reason, mask) });
      }
    },
    summary(summary, failOn) {
      if (!isSilent) {
        logger.info('{text}', { text: toSummaryText(summary, failOn), ...(style === 'json' ? { ...summary } : {}) });
      }
    },
    info(message) {
      if (!isSilent) logger.info('{text}', { text: message });
    },
    warn(message, problems = []) {
      const lines = [message, ...problems];
      // JSON escapes for itself what steers a terminal.
      const text = (style === 'json' ? lines : lines.map((line) => toPrintable(line))).join('\n  ');
      if (!isSilent) logger.warn('{text}', { text });
    },
    flush,
  };
}

/** How long lines are gathered, in milliseconds, and how many characters at the most. */
const GATHERED_FOR = 20;
const GATHERED_MOST = 64 * 1024;

interface LineBuffer {
  readonly append: (lines: string) => void;
  readonly flush: () => void;
}

/**
 * Gathers lines for a moment and writes them at once: a write for each would cost more than the request. If nobody reads them they are
 * dropped.
 *
 * @param tellDropped appends a line that says how many lines were dropped
 */
function createLineBuffer(
  { out, backlog = () => 0 }: Pick<Output, 'out' | 'backlog'>,
  tellDropped: (count: number) => void,
): LineBuffer {
  let buffer = '';
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (backlog() > LOG_BACKLOG) {
      dropped += buffer.split('\n').length - 1;
      buffer = '';
      return;
    }
    if (dropped > 0) {
      const count = dropped;
      dropped = 0;
      tellDropped(count);
    }
    const text = buffer;
    buffer = '';
    if (text !== '') out(text);
  };
  const append = (lines: string): void => {
    buffer += lines;
    timer ??= setTimeout(flush, GATHERED_FOR);
    if (buffer.length >= GATHERED_MOST) flush();
  };
  return { append, flush };
}

function toRequestText({ request, reply }: Exchange, mask: Mask): string {
  return `${request.method} ${mask.target(request.target)} ${toStatusText(reply)}`;
}

/** Names the fault if one broke the connection. */
function toStatusText(reply: Exchange['reply']): string {
  return reply.status === null ? `no reply, ${reply.delivery.fault}` : String(reply.status);
}

interface RequestFields extends Record<string, unknown> {
  readonly session: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Null if a fault broke the connection. */
  readonly status: number | null;
  readonly ms: number;
  readonly operation: string | null;
  readonly source: ReplySource;
  readonly undocumented: boolean;
  readonly violations: readonly string[];
  /** Whether the violations were expected. */
  readonly allowed: boolean;
  /** What breaks no rule, but is probably a mistake. */
  readonly notes: readonly string[];
}

function toRequestFields(exchange: Exchange, mistakes: readonly string[], mask: Mask): RequestFields {
  const { session, request, target, reply, ms, operation, source, isUndocumented, isAllowed } = exchange;
  const { path, query } = parseTarget(target);
  return {
    session,
    method: request.method,
    path: unquote(path),
    query: mask.query(query),
    status: reply.status,
    ms: Math.round(ms * 100) / 100,
    operation: operation === undefined ? null : toOperationName(operation),
    source,
    undocumented: isUndocumented,
    violations: cutMistakes(mistakes),
    allowed: isAllowed,
    notes: explainRequest(exchange),
  };
}

/** How many violations a line names: a body may have a hundred thousand. */
const VIOLATIONS_NAMED = 20;

function cutMistakes(mistakes: readonly string[]): readonly string[] {
  if (mistakes.length <= VIOLATIONS_NAMED) return mistakes;
  return [...mistakes.slice(0, VIOLATIONS_NAMED), `and ${mistakes.length - VIOLATIONS_NAMED} more`];
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
  return ({ level, message }) => {
    const text = message.join('');
    return level === 'warning' ? `${paint('yellow', 'warning')} ${text}\n` : `${text}\n`;
  };
}

/** Returns what a line says of an exchange besides its status. */
function toNotes(exchange: Exchange, mistakes: readonly string[], reason: string | undefined): string[] {
  const { isUndocumented, isAllowed } = exchange;
  return [
    ...(isUndocumented ? ['the contract does not list this status'] : []),
    ...(reason === undefined ? [] : [reason]),
    ...(isAllowed ? ['allowed'] : []),
    ...cutMistakes(mistakes),
    ...explainRequest(exchange).map(toSafeText),
  ];
}

function toRequestLine(
  { session, request, reply, ms, source }: Exchange,
  notes: readonly string[],
  paint: Style,
  mask: Mask,
): string {
  const color = reply.status === null ? 'red' : toStatusColor(reply.status);
  const named = session === DEFAULT_SESSION ? '' : ` [${session}]`;
  const origin = source === 'mock' ? '' : ` ${paint('dim', `(${source})`)}`;
  const line = `${toSafeText(request.method)} ${toSafeText(mask.target(request.target))} ${paint(color, toStatusText(reply))} ${paint('dim', `${ms.toFixed(1)} ms`)}${origin}${named}`;
  return notes.length === 0 ? `${line}\n` : `${line}  ${paint('yellow', notes.join('; '))}\n`;
}
