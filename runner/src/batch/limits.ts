/** What one batch may use. A run that goes over ends with its whole tree of processes, and says which limit it was. */
export interface Limits {
  /** Resident, of all its processes together; the browser is counted with it. */
  readonly memoryBytes: number;
  /** Printed by it. */
  readonly outputBytes: number;
  /** Lying in its own folder, and again as much written anywhere. */
  readonly diskBytes: number;
  readonly processes: number;
  /** From its start until the first test begins. */
  readonly startMs: number;
  /** For Playwright to end a try by itself, with a picture and a trace, after its time is over. */
  readonly graceMs: number;
}

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  memoryBytes: 2048 * mebibyte,
  outputBytes: 16 * mebibyte,
  diskBytes: 512 * mebibyte,
  processes: 128,
  startMs: 60_000,
  graceMs: 15_000,
};

export type Limit = 'memory' | 'output' | 'disk' | 'processes' | 'start' | 'time';

export const limitWords: Readonly<Record<Limit, (limits: Limits) => string>> = {
  memory: ({ memoryBytes }) => `It used more than ${megabytes(memoryBytes)} of memory.`,
  output: ({ outputBytes }) => `It printed more than ${megabytes(outputBytes)}.`,
  disk: ({ diskBytes }) => `It wrote more than ${megabytes(diskBytes)} to the disk.`,
  processes: ({ processes }) => `It started more than ${processes} processes.`,
  start: ({ startMs }) => `No test had begun ${startMs / 1000} s after the start of Playwright.`,
  time: ({ graceMs }) =>
    `It did not end: ${graceMs / 1000} s after its time was over Playwright had not been able to stop it.`,
};

function megabytes(bytes: number): string {
  return `${Math.round(bytes / mebibyte)} MiB`;
}
