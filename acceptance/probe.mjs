// Loaded into the mock's process before the command line: reports the process's memory, sockets and CPU time, with or without a collection first.
process.on('message', (state) => {
  if (state === 'collected') globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  const { user, system } = process.cpuUsage();
  process.send?.({ rss, heapUsed, external, sockets, cpu: (user + system) / 1000 });
});
// The listener must not keep the process running, and the process must not outlive the test.
process.channel?.unref();
process.on('disconnect', () => process.exit());
