import { expect, test } from 'vitest';
import type { VerifyRun } from '../../src/conformance/run-verify.ts';
import type { ReportInput } from '../../src/conformance/verify-report.ts';
import { toVerifyReport } from '../../src/conformance/verify-report.ts';

function report(run: Partial<VerifyRun>, input: Partial<ReportInput> = {}): ReturnType<typeof toVerifyReport> {
  const met = { sent: 10, unauthorized: 0, repeated: new Map<number, number>(), took: 100, slowest: 20 };
  const whole: VerifyRun = {
    phases: [],
    differences: [],
    ran: new Set(['11111111']),
    met,
    unserved: [],
    refused: [],
    excuses: [],
    stop: undefined,
    restored: [],
    ...run,
  };
  const url = 'http://127.0.0.1:5003';
  return toVerifyReport({
    run: whole,
    url,
    headerNames: [],
    known: [],
    planned: ['11111111'],
    isWhole: false,
    notes: [],
    missing: [],
    ...input,
  });
}

test('an accepted difference that names no case is told only after a whole run', () => {
  const known = [{ case: '22222222', reason: 'a reason' }];
  expect(report({}, { known })).toMatchObject({ ok: true, problems: [] });
  const noCase = 'the known difference "22222222" names no case (a reason)';
  expect(report({}, { known, isWhole: true })).toMatchObject({
    ok: false,
    problems: [`${noCase}: remove it from the file`],
  });
  expect(report({}, { known, isWhole: true, planned: ['11111111', '22222223'] })).toMatchObject({
    problems: [`${noCase}: did you mean 22222223?`],
  });
  // A step of a sequence that ended before it.
  expect(report({}, { known, isWhole: true, planned: ['22222222'] })).toMatchObject({ ok: true, problems: [] });
  // It might have occurred later.
  expect(report({ stop: 'interrupted' }, { known, isWhole: true }).problems).toEqual(['interrupted']);
});

test('a run that stopped before its first case says both', () => {
  expect(report({ ran: new Set(), stop: 'interrupted' }).problems).toEqual(['no case ran', 'interrupted']);
});

test('a slow server is noted', () => {
  const met = { sent: 10, unauthorized: 0, repeated: new Map<number, number>(), took: 6004, slowest: 2000.4 };
  expect(report({ met }).notes).toEqual(['the server is slow: replies took 600 ms on average, 2000 ms at most']);
});

test('nothing is said of a server that refuses nearly everything but that', () => {
  const met = { sent: 10, unauthorized: 9, repeated: new Map<number, number>(), took: 0, slowest: 0 };
  const refused = [{ operation: 'GET /tracker', refused: 9, ran: 9 }];
  expect(report({ met, refused }, { missing: ['no test data'] })).toMatchObject({
    problems: ["missing authorization: 9 of 10 replies are 401 or 403. Give -H 'Authorization: …'"],
    notes: [],
  });
});
