/** Returns whether a request target belongs to the control API, with or without a session prefix. */
export function isAdminTarget(target: string): boolean {
  // The cheap test first: nearly every request is for the API.
  return target.startsWith('/__') && /^(?:\/__session\/[^/?#]*)?\/__admin(?:[/?#]|$)/.test(target);
}
