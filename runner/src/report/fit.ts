import { runLimits, type NewRunReport } from '@fieldmarshal/contract/checks';

/** Cut until it may be sent: the console first, then requests, then steps, each to its newest half; the last word is what failed. */
export function fitted(report: NewRunReport): NewRunReport {
  let fit = report;
  for (const part of ['console', 'requests', 'steps', 'measures'] as const) {
    while (sizeOf(fit) > runLimits.reportBytes && (fit[part]?.length ?? 0) > 0) fit = halved(fit, part);
  }
  return fit;
}

function halved(report: NewRunReport, part: 'console' | 'requests' | 'steps' | 'measures'): NewRunReport {
  const list = report[part] ?? [];
  const left = Math.floor(list.length / 2);
  const words = `${part}: only the first ${left} were kept, there was too much.`;
  const cut = [...(report.cut ?? []).filter((text) => !text.startsWith(`${part}: only`)), words];
  // Steps name their parents by index: only their beginning stays whole.
  return { ...report, [part]: list.slice(0, left), cut, ...failedStepWithin(report, { part, left }) };
}

function failedStepWithin(
  { failedStep }: NewRunReport,
  { part, left }: { part: string; left: number },
): Pick<NewRunReport, 'failedStep'> {
  const isGone = part === 'steps' && typeof failedStep === 'number' && failedStep >= left;
  return { failedStep: isGone ? null : (failedStep ?? null) };
}

function sizeOf(report: NewRunReport): number {
  return Buffer.byteLength(JSON.stringify(report));
}
