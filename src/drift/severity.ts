/** How much a difference matters to the clients of A, the most first. `docs/drift.md` says which difference has which. */
export const SEVERITIES = ['breaking', 'warning', 'information'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Returns whether a severity is at least another. */
export function isAsSevere(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}
