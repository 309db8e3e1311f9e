// Loaded before the command line, in its process: tells the judge what the process holds, after a collection.
process.on('message', () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  process.send?.({ rss, heapUsed, external, sockets });
});
// The listener must not keep the process up.
process.channel?.unref();
