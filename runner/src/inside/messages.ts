import { z } from 'zod';

/** Lines of JSON on the third file descriptor: what the reporter says. The process is not trusted; everything is parsed. */
const at = z.number();
const text = z.string();

const error = z.object({
  message: text,
  stack: text.nullable(),
  location: text.nullable(),
});

export interface SpokenStep {
  title: string;
  category: string;
  at: number;
  durationMs: number;
  error: z.infer<typeof error> | null;
  products: string[];
  steps: SpokenStep[];
}

const step: z.ZodType<SpokenStep> = z.object({
  title: text,
  category: text,
  at,
  durationMs: z.number(),
  error: error.nullable(),
  products: z.array(text),
  get steps() {
    return z.array(step);
  },
});

const attachment = z.object({
  name: text,
  contentType: text,
  path: text.nullable(),
  /** Base 64. */
  body: text.nullable(),
});

/** A check that a project offers: a test, or a serial group whose tests stand on each other. */
const listedTest = z.object({
  /** Empty where the configuration has no projects. */
  playwrightProject: text,
  file: text,
  line: z.number().int(),
  title: z.array(text),
  tags: z.array(text),
  /** Milliseconds; 0 for none. */
  timeoutMs: z.number(),
  retries: z.number().int(),
  /** `firefox`, `webkit` or a channel such as `msedge`, where it asks for another than Chromium. */
  browser: text.optional(),
  /** It says itself that it is not to be run. */
  isSkipped: z.boolean(),
});
export type ListedTest = z.infer<typeof listedTest>;

const ended = z.object({
  type: z.literal('ended'),
  unit: text,
  test: text,
  title: text,
  retry: z.number().int(),
  status: z.enum(['passed', 'failed', 'timedOut', 'skipped', 'interrupted']),
  /** Whether this is what the test says should happen (`test.fail`). */
  isExpected: z.boolean(),
  /** Playwright does not try it again, whatever came of it. */
  isLast: z.boolean(),
  at,
  durationMs: z.number(),
  errors: z.array(error),
  steps: z.array(step),
  attachments: z.array(attachment),
  output: text,
});
export type Ended = z.infer<typeof ended>;

/** A try of a test of a project that others depend on. */
const setUpFailed = z.object({
  type: z.literal('set-up-failed'),
  title: text,
  retry: z.number().int(),
  errors: z.array(error),
  attachments: z.array(attachment),
});
export type SetUpFailed = z.infer<typeof setUpFailed>;

export const message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('planned'),
    /** Of the units that were found: how many tests each has. */
    units: z.record(z.string(), z.number().int()),
  }),
  z.object({ type: z.literal('began'), unit: text, test: text, retry: z.number().int(), at }),
  z.object({ type: z.literal('at-step'), unit: text, title: text }),
  ended,
  setUpFailed,
  z.object({ type: z.literal('trouble'), error }),
  z.object({ type: z.literal('done'), status: text }),
  z.object({ type: z.literal('listed'), tests: z.array(listedTest) }),
]);
export type Message = z.infer<typeof message>;
export type SpokenError = z.infer<typeof error>;
