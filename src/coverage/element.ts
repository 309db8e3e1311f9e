import type { CoverageKind } from '../control/control-types.ts';

/** Why a place has alternatives. */
export type AlternativeReason = 'presence' | 'validity' | 'enum' | 'anyOf' | 'oneOf';

/** Returns the key of an element that is a place: an operation, a status, a parameter, a media type or a member. */
export function toPlaceKey(kind: Exclude<CoverageKind, 'alternatives'>, pointer: string): string {
  return `${kind} ${pointer}`;
}

/**
 * Returns the key of one of the alternatives of a place.
 *
 * @param which its index in a list, or its name
 */
export function toAlternativeKey(reason: AlternativeReason, pointer: string, which: string | number): string {
  return `${reason} ${pointer} ${which}`;
}

/** Returns the pointer of the object that has a schema: of a parameter, or of a media type. */
export function toHolder(schemaPointer: string): string {
  return schemaPointer.slice(0, schemaPointer.lastIndexOf('/'));
}

/** A part of the contract that can be covered. */
export interface CoverageElement {
  readonly key: string;
  readonly kind: CoverageKind;
  /** Its place in the contract. */
  readonly pointer: string;
  /** `PUT /tracker/{tracker_id}: status 422`, `Tracker.status: omitted`. */
  readonly label: string;
  /** Of an alternative: the place that has the alternatives, and why it has them. */
  readonly choice?: { readonly pointer: string; readonly reason: AlternativeReason };
}

export type AddElement = (element: CoverageElement) => void;

/** The alternatives that have names of their own. */
const NAMES = { presence: ['present', 'omitted'], validity: ['valid', 'invalid'] } as const;

/** Adds the alternatives of a place that are shown at the place itself. */
export function addAlternatives(reason: keyof typeof NAMES, pointer: string, label: string, add: AddElement): void {
  for (const name of NAMES[reason]) {
    const key = toAlternativeKey(reason, pointer, name);
    add({ key, kind: 'alternatives', pointer, label: `${label}: ${name}`, choice: { pointer, reason } });
  }
}
