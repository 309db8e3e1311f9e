import { checkInput } from '../control/check-input.ts';
import type { Allowances } from '../control/control-types.ts';
import type { SessionControl } from './session-control.ts';
import type { Session } from './session.ts';

/** @param run runs a step with the session, in a promise */
export function createAllowancesControl(
  run: <T>(step: (session: Session) => T) => Promise<T>,
): SessionControl['allowances'] {
  return {
    get: () => run((session) => toAllowances(session)),
    set: (input) =>
      run((session) => {
        checkInput('AllowancesInput', input, 'set the allowances');
        session.allowsViolations = input.violations ?? session.allowsViolations;
        return toAllowances(session);
      }),
  };
}

function toAllowances({ allowsViolations }: Session): Allowances {
  return { violations: allowsViolations };
}
