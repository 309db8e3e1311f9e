import { createHider } from '../conformance/hide-secrets.ts';
import type { Hide } from '../conformance/hide-secrets.ts';
import type { Contract } from '../contract/contract.ts';
import { loadContractFile } from '../node/contract-file.ts';
import { loadEmbeddedContract } from '../node/embedded-contract.ts';
import { openCaseReports } from './case-reports.ts';
import type { DriftCommandOptions } from './drift-command.ts';
import type { ExitCode, Output } from './output.ts';

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
  const hide = createHiderOf([header, headerA, headerB]);
  const write = openCaseReports(options, output, hide);
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

function createHiderOf(headers: readonly Readonly<Record<string, string>>[]): Hide {
  const hiders = headers.map(createHider);
  return (text) => {
    let hidden = text;
    for (const hide of hiders) hidden = hide(hidden);
    return hidden;
  };
}
