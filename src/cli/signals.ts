/** Aborts at the first Ctrl-C or SIGTERM; a second one, of either, ends the process at once. */
export function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    const listener = (): void => {
      if (!controller.signal.aborted) {
        controller.abort();
        return;
      }
      process.removeListener(name, listener);
      process.kill(process.pid, name);
    };
    process.on(name, listener);
  }
  return controller.signal;
}
