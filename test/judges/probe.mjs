// Loaded before the command line, in its process: tells the judge what the process holds, as it is or after a collection.
process.on('message', (state) => {
  if (state === 'collected') globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  process.send?.({ rss, heapUsed, external, sockets });
});
// The listener must not keep the process up, nor may the process outlive its judge.
process.channel?.unref();
process.on('disconnect', () => process.exit());
