// The mock in Jest, in a CommonJS file. The package is an ES module, which Jest loads only with Node's VM modules:
// NODE_OPTIONS=--experimental-vm-modules npx jest
test('an update is kept', async () => {
  const { createTrackerMock, startServer } = await import('agentex-tracker-mock');
  const mock = createTrackerMock();
  const server = await startServer(mock, { port: 0 });
  const session = mock.session('an-update-is-kept');
  const tracker = await session.trackers.add({ agent_id: 'agent-1', task_id: 'task-1' });

  const reply = await fetch(`${server.url}/__session/${session.name}/tracker/${tracker.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'COMPLETED' }),
  });

  expect(reply.status).toBe(200);
  expect(await session.count({ method: 'PUT' })).toBe(1);
  await session.assertNoViolations();
  await server.close();
});
