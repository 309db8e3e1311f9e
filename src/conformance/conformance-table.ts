import type { MockRequest } from '../exchange/exchange.ts';
import type { CaseDifference } from './compare-answers.ts';
import type { ConformanceReport, OperationConformance, ReplyViolation } from './run-conformance.ts';

/** Formats a report for a terminal: the table, a summary of known differences, and each failure in full with a curl command. */
export function toConformanceTable({ operations }: ConformanceReport, mockUrl = 'http://127.0.0.1:4010'): string {
  const differed = operations.flatMap((row) =>
    row.differed.map((difference) => ({ ...difference, operation: row.operation })),
  );
  const unknown = differed.filter(({ reason }) => reason === undefined);
  const violations = operations.flatMap((row) =>
    row.violations.map((violation) => ({ ...violation, operation: row.operation })),
  );
  const text = [
    toTable(operations),
    ...toKnownSection(differed),
    ...toSection('Unknown differences', unknown, (difference) => toDetail(difference, mockUrl)),
    ...toSection('Replies that break the contract', violations, (violation) => toViolationDetail(violation, mockUrl)),
    `\n${toSummary(differed.length - unknown.length, unknown.length, violations.length)}\n`,
  ].join('\n');
  // A reply may contain control characters that a terminal would interpret.
  return text.replaceAll(/[^\P{Cc}\n]/gu, toEscape);
}

function toTable(operations: readonly OperationConformance[]): string {
  const columns = [
    ['operation', ...operations.map(({ operation }) => operation), 'all'],
    toCountColumn(
      'cases',
      operations.map(({ cases }) => cases),
    ),
    toCountColumn(
      'agreed',
      operations.map(({ agreed }) => agreed),
    ),
    toCountColumn(
      'differed',
      operations.map(({ differed }) => differed.length),
    ),
    toCountColumn(
      'broken replies',
      operations.map(({ violations }) => violations.length),
    ),
  ].map((cells, column) => {
    const width = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) => (column === 0 ? cell.padEnd(width) : cell.padStart(width)));
  });
  return ['', ...operations, ''].map((_, row) => columns.map((cells) => cells[row]).join('  ')).join('\n');
}

function toCountColumn(title: string, counts: readonly number[]): string[] {
  let sum = 0;
  for (const count of counts) sum += count;
  return [title, ...counts.map(String), String(sum)];
}

type Listed<T> = T & { readonly operation: string };

/** More requests than these are only counted, for each reason. */
const SHOWN_REQUESTS = 5;

/** Lists each reason once, with some of the requests that it explains. */
function toKnownSection(differed: readonly Listed<CaseDifference>[]): string[] {
  const byReason = new Map<string, Listed<CaseDifference>[]>();
  for (const difference of differed) {
    const { reason } = difference;
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), difference]);
  }
  if (byReason.size === 0) return [];
  const groups = [...byReason].map(([reason, list]) => {
    const others = list.length - SHOWN_REQUESTS;
    return [
      reason,
      ...list.slice(0, SHOWN_REQUESTS).map((difference) => `  ${toLine(difference)}`),
      ...(others > 0 ? [`  and ${toCount(others, 'other request', 'other requests')}`] : []),
    ].join('\n');
  });
  return ['\nKnown differences\n', ...groups];
}

function toLine({ operation, label, mock, prism }: Listed<CaseDifference>): string {
  return `${operation}  ${label}  mock: ${mock[0]?.message ?? 'valid'}; Prism: ${prism[0]?.message ?? 'valid'}`;
}

function toSection<T>(title: string, list: readonly T[], toText: (entry: T) => string): string[] {
  return list.length === 0 ? [] : [`\n${title}\n`, ...list.map(toText)];
}

function toDetail({ operation, label, what, request, mock, prism }: Listed<CaseDifference>, url: string): string {
  const mockLines = mock.map(({ location, rule, message }) => `${location.join('.')} ${rule}: ${message}`);
  const prismLines = prism.map(({ location, code, message }) => `${location.join('.')} ${code}: ${message}`);
  return [
    `${operation}  ${label}: ${what}`,
    `  ${toCurl(request, url)}`,
    ...toVerdictLines('mock', mockLines),
    ...toVerdictLines('Prism', prismLines),
  ].join('\n');
}

function toVerdictLines(name: string, lines: readonly string[]): string[] {
  return (lines.length === 0 ? ['valid'] : lines).map((line) => `  ${`${name}:`.padEnd(7)}${line}`);
}

function toViolationDetail(
  { operation, label, request, status, messages }: Listed<ReplyViolation>,
  url: string,
): string {
  return [
    `${operation}  ${label}: ${status === 0 ? 'no reply' : `the ${status} reply`}`,
    `  ${toCurl(request, url)}`,
    ...messages.map((message) => `  ${message}`),
  ].join('\n');
}

function toSummary(known: number, unknown: number, violations: number): string {
  const replies =
    violations === 0
      ? 'Every reply keeps the contract'
      : `${toCount(violations, 'reply breaks', 'replies break')} the contract`;
  return `${replies}; ${toCount(unknown, 'unknown difference', 'unknown differences')}, ${toCount(known, 'known one', 'known ones')}.`;
}

function toCount(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Returns a curl command that sends a request. */
export function toCurl({ method, target, headers, body }: MockRequest, url: string): string {
  const words = [
    'curl',
    '-i',
    '--path-as-is',
    ...(method === 'GET' ? [] : method === 'HEAD' ? ['--head'] : ['-X', method]),
    quote(`${url}${target}`),
  ];
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : ['-H', quote(`${name}: ${String(value)}`)],
  );
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  // Without this, curl would add its own content-type.
  const noType = body.length > 0 && headers['content-type'] === undefined ? ['-H', quote('content-type:')] : [];
  return [...words, ...sent, ...noType, ...(body.length > 0 ? ['--data-binary', quote(text)] : [])].join(' ');
}

/** Quotes a word for a shell, in bash's `$'…'` form if it contains control or invisible characters. */
function quote(word: string): string {
  const escaped = word.replaceAll('\\', '\\\\').replaceAll(/[\p{Cc}\p{Cf}]/gu, toEscape);
  return escaped.length === word.replaceAll('\\', '\\\\').length
    ? `'${word.replaceAll("'", "'\\''")}'`
    : `$'${escaped.replaceAll("'", "\\'")}'`;
}

function toEscape(character: string): string {
  return `\\U${Number(character.codePointAt(0)).toString(16).padStart(8, '0')}`;
}
