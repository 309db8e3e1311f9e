import { useState } from 'preact/hooks';
import type { ExchangeRecord } from '../control/control-types.ts';
import { Dialog } from './dialog.tsx';
import { Failure } from './failure.tsx';
import { findRecord, ReplayReply } from './replay-reply.tsx';
import type { SentReply, SentRequest } from './sent-request.ts';
import { sendAgain } from './sent-request.ts';
import { useAction } from './use-action.ts';

interface ReplayProps {
  readonly request: SentRequest;
  readonly onClose: () => void;
}

/** Changes a request and sends it again. */
export function ReplayDialog({ request, onClose }: ReplayProps) {
  const [method, setMethod] = useState(request.method);
  const [target, setTarget] = useState(request.target);
  const [headers, setHeaders] = useState(toHeaderLines(request.headers));
  const [body, setBody] = useState(request.body);
  const [reply, setReply] = useState<SentReply | undefined>(undefined);
  const [record, setRecord] = useState<ExchangeRecord | undefined>(undefined);
  const { run, failure, isBusy } = useAction();
  const send = async (): Promise<undefined> => {
    setReply(undefined);
    setRecord(undefined);
    if (!target.startsWith('/')) throw new Error(`The path must begin with a slash: /${target}`);
    const sent = { method, target, headers: parseHeaderLines(headers), body };
    const answer = await sendAgain(sent);
    setReply(answer);
    setRecord(await findRecord(sent, answer));
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void run(send);
  };
  return (
    <Dialog title="Edit and replay" isWide onClose={onClose}>
      <form onSubmit={submit}>
        <div class="line-fields">
          <label class="field">
            Method
            <input value={method} required onInput={(event) => setMethod(event.currentTarget.value)} />
          </label>
          <label class="field">
            Path and query
            <input value={target} required onInput={(event) => setTarget(event.currentTarget.value)} />
          </label>
        </div>
        <label class="field">
          Headers, one a line
          <textarea rows={3} value={headers} onInput={(event) => setHeaders(event.currentTarget.value)} />
        </label>
        <label class="field">
          Body
          <textarea rows={8} value={body} onInput={(event) => setBody(event.currentTarget.value)} />
        </label>
        <p class="actions">
          <button type="submit" class="primary" disabled={isBusy}>
            Send
          </button>
        </p>
      </form>
      <Failure failure={failure} />
      <div aria-live="polite">
        {reply === undefined ? null : <ReplayReply reply={reply} record={record} onLeave={onClose} />}
      </div>
    </Dialog>
  );
}

function toHeaderLines(headers: SentRequest['headers']): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function parseHeaderLines(text: string): SentRequest['headers'] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', value = ''] = line.split(/:(.*)/s);
      return [name.trim(), value.trim()];
    }),
  );
}
