import type { AdminHandler, AdminOptions } from '../admin/admin.ts';
import { ADMIN_BODY_SIZE } from '../budgets.ts';
import type { HttpReply } from '../exchange/reply.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { readDashboardFile } from './dashboard-files.ts';
import type { OnOwnReply } from './own-reply.ts';
import { readBody } from './read-body.ts';
import type { Handler } from './respond.ts';
import { closeIfUnread, respond } from './respond.ts';
import { takeTurn } from './take-turns.ts';
import { createGoneSignal } from './when-gone.ts';

/** What to do about a body that is too large. */
const ADVICE = 'Send a smaller body, or start the mock with a larger world from a file (--fixtures).';

/** Answers the requests to the control API. */
export function createAdminHandler(mock: TrackerMock, options: AdminOptions, onOwnReply: OnOwnReply): Handler {
  // Loaded at the first call, since most runs never make one.
  let loading: Promise<AdminHandler> | undefined;
  const load = async (): Promise<AdminHandler> => {
    const { createAdmin } = await import('../admin/admin.ts');
    return createAdmin(mock, { ...options, readDashboardFile, takeTurn: (step) => takeTurn('reply', step) });
  };
  return (request, response) => {
    loading ??= load();
    const { method, url: target, headers, baseUrl: basePath } = request;
    const peer = request.socket.remoteAddress;
    const readAll = (): ReturnType<typeof readBody> => readBody(request, ADMIN_BODY_SIZE, ADVICE);
    const started = performance.now();
    const answer = async (): Promise<HttpReply | undefined> => {
      const createSignal = (): AbortSignal => createGoneSignal(response);
      const handle = await loading;
      const reply = await handle?.({
        method,
        target,
        headers,
        basePath,
        peer,
        readBody: readAll,
        createGoneSignal: createSignal,
      });
      if (reply === undefined) return undefined;
      onOwnReply({ by: 'admin', request, reply, ms: performance.now() - started });
      return closeIfUnread(reply, request);
    };
    void respond(response, answer, onOwnReply);
  };
}
