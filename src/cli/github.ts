import type { ReportCase } from './report-case.ts';
import { toFailureLines } from './report-case.ts';

/** How many annotations of a level GitHub shows for one step. */
const ANNOTATIONS = 10;

/** Returns whether GitHub Actions runs this process. */
export function isGithub(environment: NodeJS.ProcessEnv): boolean {
  return environment['GITHUB_ACTIONS'] === 'true';
}

/**
 * Returns the commands that annotate a run with its failures, one line each: errors for what `--fail-on` names, warnings for the rest.
 * GitHub reads them from either output of a step.
 */
export function toAnnotations(cases: readonly ReportCase[], failOn: readonly ReportCase['kind'][]): string {
  const lines = cases.flatMap(({ name, kind, failures }) => {
    const level = failOn.includes(kind) ? 'error' : 'warning';
    const title = escapeProperty(`tracker-mock: ${name}`);
    return failures.map((failure) => `::${level} title=${title}::${escapeData(toFailureLines(failure).join('\n'))}\n`);
  });
  return lines.slice(0, ANNOTATIONS).join('');
}

/** Returns a run as a job summary: Markdown in which what a client sent is text. */
export function toJobSummary(cases: readonly ReportCase[]): string {
  const rows = cases.map(({ name, requests, failure, allowed }) => {
    const result = `${failure === undefined ? '✅' : `❌ ${failure}`}${allowed.length === 0 ? '' : ` (${allowed.length} allowed)`}`;
    return `<tr><td>${escapeHtml(name)}</td><td>${requests}</td><td>${result}</td></tr>`;
  });
  const details = cases.flatMap(({ name, failures }) => {
    const text = failures.flatMap((failure) => toFailureLines(failure)).join('\n');
    return failures.length === 0 ? [] : [`<h4>${escapeHtml(name)}</h4>`, `<pre>${escapeHtml(text)}</pre>`];
  });
  return [
    '### tracker-mock',
    '',
    `<table><tr><th>what must hold</th><th>requests</th><th>result</th></tr>${rows.join('')}</table>`,
    ...details,
    '',
    '',
  ].join('\n');
}

/** A line end would end the command, and begin another one. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Also line ends, since an empty line would end the block of HTML, and the rest would be read as Markdown. */
function escapeHtml(text: string): string {
  return text.toWellFormed().replaceAll(/[&<>"'\n\r]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
