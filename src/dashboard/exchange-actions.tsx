import { useId, useMemo, useState } from 'preact/hooks';
import type { ExchangeRecord } from '../control/control-types.ts';
import { announce } from './announce.tsx';
import { mockUrl, toClient, toMessage } from './connection.ts';
import { copyText, saveFile } from './copy-text.ts';
import { GapNotes } from './gap-notes.tsx';
import { findGaps } from './record-gaps.ts';
import { ReplayDialog } from './replay-dialog.tsx';
import { sendAgain, toSentRequest } from './sent-request.ts';
import { StubDialog } from './stub-dialog.tsx';
import { findTestWorld } from './test-world.ts';
import { toCurl } from './to-curl.ts';
import { toStub } from './to-stub.ts';
import { toTest } from './to-test.ts';

/** What can be done with an exchange. */
export function ExchangeActions({ record }: { readonly record: ExchangeRecord }) {
  const [dialog, setDialog] = useState<'replay' | 'stub' | undefined>(undefined);
  const request = toSentRequest(record);
  const gaps = useMemo(() => findGaps(record), [record]);
  const notes = useId();
  const isCut = gaps.request !== undefined;
  const isReplyCut = gaps.reply !== undefined;
  const run = (action: () => Promise<void>) => () =>
    void action().catch((error: unknown) => announce(toMessage(error)));
  const close = (): void => setDialog(undefined);
  return (
    <>
      <div class="actions" role="group" aria-label="Actions" aria-describedby={notes}>
        <span class="joined">
          <button type="button" onClick={run(() => copyText(toCurl(request, mockUrl), 'curl command'))}>
            Copy as curl
          </button>
          <button
            type="button"
            disabled={isCut || (isReplyCut && record.override?.stub !== undefined)}
            onClick={run(async () => copyText(toTest(record, request, await findTestWorld(record)), 'Test'))}
          >
            <span class="visually-hidden">Copy as</span> test
          </button>
          <button
            type="button"
            disabled={isReplyCut}
            onClick={run(() => copyText(`${JSON.stringify(toStub(record), undefined, 2)}\n`, 'Stub'))}
          >
            <span class="visually-hidden">Copy as</span> stub
          </button>
        </span>
        <button
          type="button"
          disabled={isCut}
          onClick={run(async () => {
            const { status } = await sendAgain(request);
            announce(`Sent again: the mock answered ${status}.`);
          })}
        >
          Replay
        </button>
        <button type="button" onClick={() => setDialog('replay')}>
          Edit and replay
        </button>
        <button type="button" disabled={isReplyCut} onClick={() => setDialog('stub')}>
          Stub this reply
        </button>
        <button type="button" onClick={run(() => saveHar(record))}>
          Save as HAR
        </button>
        {dialog === 'replay' ? <ReplayDialog request={request} onClose={close} /> : null}
        {dialog === 'stub' ? <StubDialog record={record} onClose={close} /> : null}
      </div>
      <GapNotes id={notes} gaps={gaps} />
    </>
  );
}

/** Saves an archive of this exchange alone, which the network panel of a browser can open. */
async function saveHar({ session, id, time, method }: ExchangeRecord): Promise<void> {
  const { log } = await toClient(session).har();
  const entries = log.entries.filter(
    ({ startedDateTime, request }) => startedDateTime === time && request.method === method,
  );
  if (entries.length === 0) throw new Error('The journal does not have the exchange any more.');
  const har = { log: { ...log, entries } };
  saveFile(`exchange-${id}.har`, JSON.stringify(har, undefined, 2), 'application/json');
}
