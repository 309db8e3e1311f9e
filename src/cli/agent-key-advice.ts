import type { TrackerMock } from '../mock/tracker-mock.ts';
import { isAgentKeyRefusal } from '../operations/agent-keys.ts';
import type { Log } from './log.ts';

/** Says at the first refused agent key what to do about it. */
export function adviseOnAgentKeys(mock: TrackerMock, log: Log): void {
  const stop = mock.onExchange((exchange) => {
    if (!isAgentKeyRefusal(exchange)) return;
    stop();
    log.warn(
      'a request was answered with 401, since the world does not know its agent key, as the deployed server does. List the key in agent_keys of a fixture, or start with --agent-keys any',
    );
  });
}
