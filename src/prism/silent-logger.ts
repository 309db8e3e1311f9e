/** Returns a logger as Prism expects one, which logs nothing. */
export function createSilentLogger(): object {
  const ignore = (): void => {};
  const logger = {
    trace: ignore,
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: ignore,
    fatal: ignore,
    success: ignore,
    child: (): object => logger,
  };
  return logger;
}
