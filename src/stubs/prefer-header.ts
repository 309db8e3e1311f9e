import type { Delay, Fault, ViolationKind } from '../control/control-types.ts';
import { toSuggestion } from '../control/nearest-name.ts';
import { FAULTS, LONGEST_DELAY, VIOLATION_KINDS } from '../control/stub-schemas.ts';
import type { SentPreference } from '../exchange/preferences.ts';
import { findPreference, parsePreferences } from '../exchange/preferences.ts';
import { MockError } from '../mock-error.ts';

/** The preferences in a request's `Prefer` header (RFC 7240). */
export interface Preference {
  /** The status of the reply. */
  readonly code?: number;
  readonly delay?: Delay;
  readonly fault?: Fault;
  readonly violation?: ViolationKind;
  /** The client breaks the contract on purpose: the violations of the exchange do not count. */
  readonly allowViolations?: true;
}

/**
 * Returns what a `Prefer` header asks for (`code=422, delay=250, fault=slow-body`), or undefined if it has no preference that the mock knows.
 * Unknown preferences are ignored, as RFC 7240 requires; a known one with an invalid value is refused, since a test depends on it.
 *
 * @throws {MockError} `preference-invalid`
 */
export function parsePreferHeader(header: string | string[]): Preference | undefined {
  const preference: { -readonly [Key in keyof Preference]: Preference[Key] } = {};
  for (const { name, value, parameters } of parsePreferences(header)) {
    switch (findPreference(name)) {
      case 'code':
        preference.code = parseCode(value);
        break;
      case 'delay':
        preference.delay = parseDelay(value);
        break;
      case 'fault':
        preference.fault = parseFault(value);
        Object.assign(preference, parseViolationKind(parameters));
        break;
      case 'allow-violations':
        if (value !== '') throw invalid('allow-violations', value, 'it without a value');
        preference.allowViolations = true;
        break;
      default:
    }
  }
  return Object.keys(preference).length === 0 ? undefined : preference;
}

function parseCode(value: string): number {
  const code = Number(value);
  if (!/^\d{3}$/.test(value) || code < 200 || code > 599) throw invalid('code', value, 'a status from 200 to 599');
  return code;
}

function parseDelay(value: string): Delay {
  const match = /^(\d{1,6})(?:\.\.(\d{1,6}))?$/.exec(value);
  const [min, max] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (match === null || min > max || max > LONGEST_DELAY) {
    throw invalid('delay', value, `milliseconds such as 250, or a range such as 100..400, up to ${LONGEST_DELAY}`);
  }
  return match[2] === undefined ? min : { min, max };
}

function parseFault(value: string): Fault {
  const fault = FAULTS.find((known) => known === value);
  if (fault === undefined) throw invalid('fault', value, toOneOf(value, FAULTS));
  return fault;
}

/** Parses the parameter in `fault=contract-violation; violation=bad-date`. */
function parseViolationKind(parameters: SentPreference['parameters']): { violation?: ViolationKind } {
  const value = parameters.find(([name]) => name.toLowerCase() === 'violation')?.[1];
  if (value === undefined) return {};
  const violation = VIOLATION_KINDS.find((known) => known === value);
  if (violation === undefined) throw invalid('violation', value, toOneOf(value, VIOLATION_KINDS));
  return { violation };
}

function toOneOf(value: string, known: readonly string[]): string {
  return `one of ${known.join(', ')}${toSuggestion(value, known)}`;
}

function invalid(name: string, value: string, expected: string): MockError {
  return new MockError(
    'preference-invalid',
    `Failed to apply the preference ${name}=${JSON.stringify(value.slice(0, 80))}: give ${expected}${expected.endsWith('?') ? '' : '.'}`,
  );
}
