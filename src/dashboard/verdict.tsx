import type { ExchangeSummary } from '../control/control-types.ts';
import { toUncheckedText } from './unchecked.ts';
import { toPlaceText } from './violation-place.ts';
import { toVisible } from './visible-text.ts';

interface Verdict {
  readonly kind: 'bad' | 'warn' | 'muted' | 'good';
  readonly mark: string;
  readonly text: string;
}

/** Returns what the contract says of an exchange, in a few words. */
function toVerdict(summary: ExchangeSummary): Verdict {
  const { violations, violation, allowed, unmatched, undocumented } = summary;
  if (violation !== null) {
    const more = violations > 1 ? ` (and ${violations - 1} more)` : '';
    const text = toVisible(`${toPlaceText(violation)}: ${violation.message}${more}`);
    return allowed ? { kind: 'muted', mark: '~', text: `Allowed: ${text}` } : { kind: 'bad', mark: '✕', text };
  }
  const unchecked = toUncheckedText(summary);
  if (unchecked !== undefined) {
    return { kind: unmatched ? 'warn' : 'muted', mark: unmatched ? '?' : '–', text: unchecked };
  }
  if (undocumented) return { kind: 'warn', mark: '!', text: 'The contract does not list this status' };
  return { kind: 'good', mark: '✓', text: 'Keeps the contract' };
}

/** What the contract says of an exchange: a mark and, unless it is well, a sentence. */
export function VerdictText({ summary }: { readonly summary: ExchangeSummary }) {
  const { kind, mark, text } = toVerdict(summary);
  return (
    <span class={`verdict ${kind}`} title={text}>
      <span aria-hidden="true">{mark}</span> <span class={kind === 'good' ? 'visually-hidden' : 'foreign'}>{text}</span>
    </span>
  );
}

/** The status of a reply. */
export function StatusText({ status }: { readonly status: number | null }) {
  if (status === null) return <span class="status bad">none</span>;
  return <span class={`status ${status >= 500 ? 'bad' : status >= 400 ? 'warn' : ''}`}>{status}</span>;
}
