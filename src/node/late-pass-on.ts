import type { PassOn } from '../exchange/passed-on.ts';
import type { UpstreamTimeouts } from '../upstream/failure.ts';

/** Returns a function that passes requests on. What it needs is loaded at the first of them, since most runs never pass one on. */
export function createLatePassOn(timeouts: Partial<UpstreamTimeouts>): PassOn {
  let loading: Promise<PassOn> | undefined;
  const load = async (): Promise<PassOn> => {
    const { createPassOn } = await import('../upstream/pass-on.ts');
    return createPassOn(timeouts);
  };
  return async (passedOn) => {
    loading ??= load();
    return (await loading)(passedOn);
  };
}
