import { appendFileSync } from 'node:fs';
import type { Contract } from '../contract/contract.ts';
import { loadContractFile } from '../node/contract-file.ts';
import { loadEmbeddedContract } from '../node/embedded-contract.ts';
import { toCtrf } from './ctrf.ts';
import type { DriftCommandOptions } from './drift-command.ts';
import { isGithub, toAnnotations, toJobSummary } from './github.ts';
import { toJunit } from './junit.ts';
import type { ExitCode, Output } from './output.ts';
import type { ReportCase } from './report-case.ts';
import { checkReportPath, writeReport } from './write-report.ts';

/**
 * Compares two sides by shape.
 *
 * @throws {MockError} if a side or the contract cannot be read, or a report cannot be written
 */
export async function drift(
  textA: string,
  textB: string,
  options: DriftCommandOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { openDriftSide } = await import('./drift-sides.ts');
  const { runDrift } = await import('../drift/run-drift.ts');
  const { toDriftCases, toDriftReport, toDriftText } = await import('./drift-report.ts');
  const { header, headerA, headerB, operations, failOn, json } = options;
  const hide = createHider([header, headerA, headerB].flatMap((headers) => Object.values(headers)));
  const write = openReports(options, output, hide);
  const contract = loadContract(options);
  const [a, b] = [openDriftSide(textA, headerA, options), openDriftSide(textB, headerB, options)];
  const run = await runDrift({ contract, a, b, operations, signal });
  const headerNames = Object.keys({ ...header, ...headerB });
  const report = toDriftReport(run, { a, b, failOn, headerNames });
  output.out(hide(json === true ? `${JSON.stringify(report, undefined, 2)}\n` : toDriftText(report)));
  write(toDriftCases(report));
  return report.ok ? 0 : 1;
}

function loadContract({ contract, maxFileSize }: DriftCommandOptions): Contract {
  return contract === undefined ? loadEmbeddedContract() : loadContractFile(contract, maxFileSize);
}

function openReports(
  { junit, ctrf }: DriftCommandOptions,
  output: Output,
  hide: (text: string) => string,
): (cases: ReportCase[]) => void {
  const start = Date.now();
  const files = [
    { option: '--junit', path: junit, toText: toJunit },
    { option: '--ctrf', path: ctrf, toText: (cases: ReportCase[]) => toCtrf(cases, { start, stop: Date.now() }) },
  ].flatMap(({ path, ...file }) => (path === undefined ? [] : [{ path, ...file }]));
  for (const file of files) checkReportPath(file);
  return (cases) => {
    if (isGithub(process.env)) {
      output.err(hide(toAnnotations(cases, ['drift'])));
      const path = process.env['GITHUB_STEP_SUMMARY'] ?? '';
      if (path !== '') appendFileSync(path, hide(toJobSummary(cases)));
    }
    for (const file of files) writeReport(file, hide(file.toText(cases)));
  };
}

/** Returns a function that replaces the values of headers in a text: a server may repeat them in a reply. */
function createHider(values: readonly string[]): (text: string) => string {
  // Of `Bearer abc`, also the second word alone.
  const secrets = values.flatMap((value) => [value, value.replace(/^\S+\s+/, '')]).filter((value) => value.length > 2);
  return (text) => {
    let hidden = text;
    for (const secret of secrets) hidden = hidden.replaceAll(secret, '***');
    return hidden;
  };
}
