import type { OnOwnReply } from '../http/own-reply.ts';
import { startWatchedServer } from '../http/server.ts';
import type { Mask } from '../journal/mask.ts';
import { createMask } from '../journal/mask.ts';
import { checkMetricsPath } from '../metrics/metrics-path.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { MockError } from '../mock-error.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { PreparedMock } from '../node/create-tracker-mock.ts';
import { prepareMock } from '../node/create-tracker-mock.ts';
import type { UpstreamTimeouts } from '../upstream/failure.ts';
import { adviseOnAgentKeys } from './agent-key-advice.ts';
import { checkDistinctPaths } from './distinct-paths.ts';
import type { Log } from './log.ts';
import { openBrowser } from './open-browser.ts';
import type { ExitCode, Output } from './output.ts';
import { createProof, hasFailed } from './proof.ts';
import { explainOwnReply, explainRefusal, isRefusedCall } from './refusal-reason.ts';
import { openReports } from './reports.ts';
import { startScenarios } from './scenarios.ts';
import type { ServeOptions } from './serve-options.ts';
import { openState, startState } from './state.ts';
import { toViolationText } from './violation-text.ts';
import { watchFixtures } from './watch-fixtures.ts';

/** A mock that is being served, with its proof. */
export interface Serving {
  /** The address to send requests to: `http://127.0.0.1:4010`. */
  readonly url: string;
  /**
   * Stops serving, saves the state, logs the summary and writes the reports.
   *
   * @returns 1 if something that `--fail-on` names occurred or is below a threshold of `--coverage-threshold`, else 0
   * @throws {MockError} `option-invalid` if the state, the coverage or a report cannot be written
   */
  readonly stop: () => Promise<ExitCode>;
}

/**
 * Starts to serve, and logs the ready line.
 *
 * @param stableUrl the address for the commands in reports. @default the server's own
 * @throws {MockError} if it cannot start
 */
export async function startServing(
  options: ServeOptions,
  log: Log,
  output: Pick<Output, 'err'>,
  stableUrl?: string,
): Promise<Serving> {
  if (options.watch !== undefined && options.fixtures === undefined) {
    throw new MockError(
      'option-invalid',
      'Failed to watch: there are no fixtures. Name them with --fixtures, or leave out --watch.',
    );
  }
  if (options.adminCors !== undefined && (options.adminToken === undefined || !options.admin)) {
    throw new MockError(
      'option-invalid',
      'Failed to admit pages to the control API: it has no token. Give one with --admin-token, or leave out --admin-cors.',
    );
  }
  checkDistinctPaths(options);
  const writeReports = openReports(options, log, output);
  const stateFile = openState(options);
  const { clock, ...rest } = options;
  const { upstream } = options;
  const prepared = prepareMock({
    ...rest,
    maxIdle: options.sessionIdle * 60_000,
    keepsDefaultSession: stateFile !== undefined || options.scenario !== undefined,
    playsScenario: true,
    ...(clock === undefined ? {} : { clock: { now: clock } }),
    ...(upstream === undefined ? {} : { fixtures: NO_WORLD, findUpstream: () => upstream }),
    upstreamTimeouts: toTimeouts(options),
    isHard: options.hard === true,
  });
  const { mock, loaded } = prepared;
  for (const warning of loaded.warnings) log.warn(warning);
  const keep = stateFile && startState(stateFile, prepared, options, log);
  const stopPlaying = startScenarios(prepared, options, log);
  if (options.agentKeys === 'any' && options.profile !== 'deployed') {
    log.warn('--agent-keys has no effect without --profile deployed, since the profile contract checks no keys');
  }
  const { operations } = mock.contract;
  const mask = createMask(options.mask);
  let url = '';
  const proof = createProof(operations, mask, () => stableUrl ?? url);
  mock.onExchange((exchange) => {
    const mistakes = exchange.violations.map(toViolationText);
    proof.add(exchange, mistakes);
    log.exchange(exchange, mistakes, explainRefusal(exchange, operations, mask));
  });
  if (upstream === undefined) adviseOnAgentKeys(mock, log);
  const writeRecording = await startToRecord(mock, options, mask, log);
  const endCoverage = await startCoverage(options, prepared, log, output, () => stableUrl ?? url);
  const stopPrism = options.prism === true ? await startPrism(prepared, log) : undefined;
  const metrics = options.metrics === true ? await startMetrics(prepared) : undefined;
  const { adminToken: token, adminCors } = options;
  const admin = options.admin && token !== undefined ? { token, cors: adminCors ?? [] } : options.admin;
  const { port, host, cors, maxHeaderSize, maxBodySize } = options;
  const logOwnReply: OnOwnReply = (own) => {
    // A reply that was cut off has been counted when it was made.
    if (own.by === 'server' && own.reply.status !== null) metrics?.addRefusal(own.reply.status);
    if (own.by === 'admin' && options.logAdmin !== true && !isRefusedCall(own)) return;
    log.ownReply(own, explainOwnReply(own.reply));
  };
  const serverOptions = { port, host, cors, admin, maxHeaderSize, maxBodySize };
  const server = await startWatchedServer(mock, serverOptions, logOwnReply, metrics);
  ({ url } = server);
  const stopKeeping = keep?.();
  const stopWatching =
    options.watch === undefined ? undefined : await watchFixtures(options.fixtures ?? [], prepared, log, options.watch);
  if (options.admin && !server.hasAdmin) {
    log.warn(
      `the control API is off, since ${options.host} is open to other machines. Give it a token with --admin-token or TRACKER_MOCK_ADMIN_TOKEN, or turn it off with --no-admin`,
    );
  }
  if (metrics !== undefined) log.info(`metrics at ${url}/metrics`);
  log.ready(url, server.networkUrls);
  if (options.open === true && server.hasAdmin) {
    openBrowser(`${url}/__admin/ui/`, (reason) =>
      log.warn(`the browser was not opened: ${reason}. Open ${url}/__admin/ui/`),
    );
  }
  if (upstream !== undefined) log.info(`every request is passed on to ${upstream}`);

  return {
    url,
    async stop() {
      await stopWatching?.();
      stopPlaying();
      await server.close();
      await stopPrism?.();
      const summary = proof.summary();
      let isCovered = true;
      try {
        await stopKeeping?.();
        writeRecording?.();
      } finally {
        log.summary(summary, options.failOn);
        try {
          isCovered = (await endCoverage?.()) ?? true;
        } finally {
          writeReports(summary);
        }
      }
      return hasFailed(summary, options.failOn) || !isCovered ? 1 : 0;
    },
  };
}

/** What is served if another server answers everything. */
const NO_WORLD = { trackers: [], events: [] };

function toTimeouts(options: ServeOptions): Partial<UpstreamTimeouts> {
  const { upstreamConnectTimeout: connect, upstreamHeadersTimeout: headers, upstreamIdleTimeout: idle } = options;
  return { ...(connect && { connect }), ...(headers && { headers }), ...(idle && { idle }) };
}

/** Loaded here, since most runs record nothing. */
async function startToRecord(
  mock: TrackerMock,
  { record: folder, renameIds = false, upstream, profile }: ServeOptions,
  mask: Mask,
  log: Log,
): Promise<(() => void) | undefined> {
  if (folder !== undefined) {
    const { startRecording } = await import('./record.ts');
    const recorded = {
      baseUrl: upstream ?? 'http://tracker-mock.invalid',
      // A proxy passes on what the server itself replies.
      profile: upstream === undefined ? profile : 'deployed',
    } as const;
    return startRecording(mock, { folder, renameIds, mask, ...recorded }, log);
  }
  if (!renameIds) return undefined;
  throw new MockError(
    'option-invalid',
    'Failed to rename ids: nothing is recorded. Name a folder with --record, or leave out --rename-ids.',
  );
}

/** Loaded here, since most runs serve no metrics. */
async function startMetrics({ mock, sessions }: PreparedMock): Promise<Metrics> {
  checkMetricsPath(mock.contract);
  const { createMetrics } = await import('../metrics/metrics.ts');
  return createMetrics(mock, sessions);
}

/** Loaded here, since most runs do not need Prism. */
async function startPrism(prepared: PreparedMock, log: Log): Promise<() => Promise<void>> {
  const { validateWithPrism } = await import('./validate-with-prism.ts');
  return validateWithPrism(prepared, log);
}

/** Loaded here, since most runs do not measure coverage. */
async function startCoverage(
  options: ServeOptions,
  prepared: PreparedMock,
  log: Log,
  output: Pick<Output, 'err'>,
  getUrl: () => string,
): Promise<(() => Promise<boolean>) | undefined> {
  const { coverage, coverageReporter, coverageThreshold } = options;
  if (coverage === undefined && coverageReporter === undefined && coverageThreshold === undefined) return undefined;
  const { openCoverage } = await import('./coverage.ts');
  return openCoverage(options, prepared, log, output, getUrl);
}
