import type { EventPolicy } from '../trackers/update-tracker.ts';

export const PROFILES = ['contract', 'deployed'] as const;

/** Whether the mock answers what the published contract promises, as FastAPI words it, or what the deployed server does. */
export type Profile = (typeof PROFILES)[number];

/** Returns the event policy of a profile for which no other one was asked. */
export function toDefaultEvents(profile: Profile): EventPolicy {
  return profile === 'deployed' ? 'strict' : 'open';
}
