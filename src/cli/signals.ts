/** Aborts at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      controller.abort();
      process.once(name, () => process.kill(process.pid, name));
    });
  }
  return controller.signal;
}
