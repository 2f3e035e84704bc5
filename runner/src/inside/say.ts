import { writeSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import type { Ended, Message, SpokenError, SpokenStep } from './messages.ts';

const channel = 3;
/** As in {@link runLimits}, before anything leaves the process: a test may print what it likes. */
const textMax = 20_000;
const stepsMax = 4_000;
const bodyMax = 1_000_000;
/** The runner's own sources. */
const own = join(import.meta.dirname, '..');

/** Synchronous, so that the last line is out before whatever kills the process. */
export function say(message: Message): void {
  let rest = Buffer.from(`${JSON.stringify(message)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(channel, rest));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return;
    }
  }
}

export function spokenError({ message, value, stack, location }: TestError, root: string): SpokenError {
  return {
    message: cut(plain(message ?? value ?? 'An error without a message.')),
    stack: stack === undefined ? null : cut(plain(stack)),
    // Where the runner itself calls Playwright is no place that an author can go to.
    location:
      location && !location.file.startsWith(own)
        ? `${inProject(location.file, root)}:${location.line}:${location.column}`
        : null,
  };
}

export function inProject(file: string, root: string): string {
  return relative(root, file).split(sep).join('/');
}

/** The name of the attachment by which `@fieldmarshal/playwright` says whose step it is. */
const productsAttachment = 'fieldmarshal-products';

export function spokenSteps(result: TestResult, root: string): SpokenStep[] {
  let left = stepsMax;
  const spoken = (step: TestStep): SpokenStep[] => {
    left -= 1;
    if (left < 0) return [];
    return [
      {
        title: cut(step.title, 1000),
        category: step.category,
        at: step.startTime.getTime(),
        durationMs: Math.max(0, step.duration),
        error: step.error ? spokenError(step.error, root) : null,
        products: step.attachments.flatMap((attachment) =>
          attachment.name === productsAttachment ? (attachment.body?.toString('utf8').split(',') ?? []) : [],
        ),
        steps: step.steps.flatMap(spoken),
      },
    ];
  };
  return result.steps.flatMap(spoken);
}

/** A test that says while it runs that it is not to be run has looked at nothing: its run says so. */
export function leftOut({ expectedStatus, annotations }: TestCase, result: TestResult): SpokenStep[] {
  if (result.status !== 'skipped' || expectedStatus !== 'skipped') return [];
  const own = [...annotations, ...result.annotations].findLast(({ type }) => /^(skip|fixme)$/.test(type));
  const why = own?.description === undefined ? '' : `: ${own.description}`;
  return [
    {
      title: cut(`The test left itself out${why}`, 1000),
      category: 'skip',
      ...{ at: result.startTime.getTime(), durationMs: 0, error: null, products: [], steps: [] },
    },
  ];
}

export function spokenAttachments(result: TestResult): Ended['attachments'] {
  return result.attachments
    .filter(({ name }) => name !== productsAttachment)
    .map(({ name, contentType, path, body }) => ({
      name,
      contentType,
      path: path ?? null,
      body: body && body.length <= bodyMax ? body.toString('base64') : null,
    }));
}

export function outputOf({ stdout, stderr }: TestResult): string {
  return cut([...stdout, ...stderr].map(String).join(''), 60_000);
}

function cut(text: string, max = textMax): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/** Without the colours of a terminal. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/\u001B\[[0-9;]*[A-Za-z]/g, '');
}
