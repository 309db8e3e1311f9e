/** Returns whether a request target is the control API's health check. It is answered also if the control API is off. */
export function isAdminHealthTarget(target: string): boolean {
  return /^(?:\/__session\/[^/?#]*)?\/__admin\/health(?:[?#]|$)/.test(target);
}

/** Returns whether a request target belongs to the control API, with or without a session prefix. */
export function isAdminTarget(target: string): boolean {
  // The cheap test first: nearly every request is for the API.
  return target.startsWith('/__') && /^(?:\/__session\/[^/?#]*)?\/__admin(?:[/?#]|$)/.test(target);
}
