import { failedStepTitle } from '@fieldmarshal/contract/checks';
import type { Finish, NewCheck } from '@fieldmarshal/runner';

const words = { passed: 'passed', flaky: 'flaky ', failed: 'FAILED' } as const;

/** A line for a run, and for one that failed why, where and what it saw. */
export function runText({ name }: NewCheck, { report }: Finish): string {
  const seconds = (report.durationMs / 1000).toFixed(1).padStart(6);
  const head = `${words[report.verdict]}  ${seconds} s  ${name}`;
  const leftOut = (report.steps ?? []).filter(({ category }) => category === 'skip');
  if (report.verdict !== 'failed')
    return [head, ...leftOut.map(({ title }) => `        ${title}`)].join('\n');
  const step = failedStepTitle(report);
  return [
    head,
    ...(report.fault ? [`        fault: ${report.fault.class}. ${report.fault.why}`] : []),
    ...(step === null ? [] : [`        step:  ${step}`]),
    ...(report.error ? [indented(report.error.message)] : []),
    ...(report.error?.location ? [`        at ${report.error.location}`] : []),
  ].join('\n');
}

const linesMax = 12;

function indented(text: string): string {
  const lines = text.split('\n');
  const left = lines.length - linesMax;
  const shown = left > 0 ? [...lines.slice(0, linesMax), `… ${left} more lines`] : lines;
  return shown.map((line) => `        ${line}`).join('\n');
}
