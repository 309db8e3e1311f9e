import type { RecordGaps } from './record-gaps.ts';

/** Says what cannot be done with an exchange, since the journal does not have all of it. Empty if it does. */
export function GapNotes({ id, gaps }: { readonly id: string; readonly gaps: RecordGaps }) {
  const { request, reply, secrets } = gaps;
  return (
    <div id={id} class="gaps">
      {request === undefined ? null : (
        <p class="warn">
          The body of the request {request}, so it cannot be replayed or become a test, and the copied curl command does
          not send what was sent.
        </p>
      )}
      {reply === undefined ? null : <p class="warn">The body of the reply {reply}, so it cannot become a stub.</p>}
      {secrets.length === 0 ? null : (
        <p class="muted">
          Masked: <span class="foreign">{secrets.join(', ')}</span>. Put the values in place of *** in what you copy.
          Replay leaves masked headers out.
        </p>
      )}
    </div>
  );
}
