import type { EventPolicy } from '../trackers/update-tracker.ts';

export const PROFILES = ['contract', 'deployed'] as const;

/** Whether the mock answers as FastAPI does with the published contract, or as the deployed server does. */
export type Profile = (typeof PROFILES)[number];

/** Returns the default event policy of a profile. */
export function toDefaultEvents(profile: Profile): EventPolicy {
  return profile === 'deployed' ? 'strict' : 'open';
}
