import { signal } from '@preact/signals';

/** How many requests broke the contract since the page was looked at. */
export const unseenViolations = signal(0);
