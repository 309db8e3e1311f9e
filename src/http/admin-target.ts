/** Whether a request's target is for the control API, with or without a session in front. */
export function isAdminTarget(target: string): boolean {
  // Nearly every request is none; the pattern is for the rest.
  return target.startsWith('/__') && /^(?:\/__session\/[^/?#]*)?\/__admin(?:[/?#]|$)/.test(target);
}
