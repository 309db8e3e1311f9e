import type { PrismDiagnostic } from './load-prism.ts';

/** A finding in Prism's form, as in `sl-violations` and in its problem documents. */
export interface PrismVerdict {
  /** `['request', 'query', 'limit']`, `['response', 'body', 'status']`. Prism writes parameter names in lower case. */
  readonly location: readonly string[];
  /** Only an `Error` means that the exchange breaks the contract. */
  readonly severity: 'Error' | 'Warning' | 'Information' | 'Hint';
  /** A JSON Schema keyword, an HTTP status such as `415`, or a code of Prism's own; empty if Prism gives none. */
  readonly code: string;
  readonly message: string;
}

const SEVERITIES = ['Error', 'Warning', 'Information', 'Hint'] as const;

/** Converts a diagnostic of Prism's core to the form in which Prism's server reports it. */
export function toPrismVerdict(half: 'request' | 'response', diagnostic: PrismDiagnostic): PrismVerdict {
  return {
    location: [half, ...(diagnostic.path ?? []).map(String)],
    severity: SEVERITIES[diagnostic.severity] ?? 'Error',
    code: String(diagnostic.code ?? ''),
    message: diagnostic.message,
  };
}

/** Returns the verdicts in a parsed `sl-violations` header or `validation` member. Other entries are skipped. */
export function parsePrismVerdicts(value: unknown): PrismVerdict[] {
  return Array.isArray(value) ? value.filter(isWrittenVerdict).map(toReadVerdict) : [];
}

/** Returns whether a verdict means that the exchange breaks the contract. */
export function isError(verdict: PrismVerdict): boolean {
  return verdict.severity === 'Error';
}

interface WrittenVerdict {
  readonly location?: readonly unknown[];
  readonly severity: string;
  readonly code?: string | number;
  readonly message: string;
}

function isWrittenVerdict(value: unknown): value is WrittenVerdict {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'message' in value && typeof value.message === 'string' && 'severity' in value && typeof value.severity === 'string'
  );
}

function toReadVerdict({ location, severity, code, message }: WrittenVerdict): PrismVerdict {
  return {
    location: (Array.isArray(location) ? location : []).map(String),
    severity: SEVERITIES.find((name) => name === severity) ?? 'Error',
    code: String(code ?? ''),
    message,
  };
}
