import { MockError } from '../mock-error.ts';
import { isTokenMissing, toMessage } from './connection.ts';

/** Why something failed, as the page shows it. */
export interface FailureText {
  readonly summary: string;
  /** Each begins with the pointer of the member that it is about. */
  readonly problems: readonly string[];
}

/** Returns the texts of a failure. One that is about the token makes the page ask for it. */
export function toFailure(error: unknown): FailureText {
  const message = toMessage(error);
  // The banner leads to it.
  if (isTokenMissing.value) return { summary: 'The mock answers only with its token.', problems: [] };
  return error instanceof MockError
    ? { summary: error.summary, problems: error.problems }
    : { summary: message, problems: [] };
}

/** Shows a failure, and says it to screen readers. Empty if there is none. */
export function Failure({ failure, id }: { readonly failure: FailureText | undefined; readonly id?: string }) {
  return (
    <div id={id} class="failure" role="alert">
      {failure === undefined ? null : (
        <>
          <p class="foreign">{failure.summary}</p>
          {failure.problems.length === 0 ? null : (
            <ul tabIndex={0} aria-label="Problems">
              {failure.problems.map((problem) => (
                <li key={problem} class="foreign">
                  {problem}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}
