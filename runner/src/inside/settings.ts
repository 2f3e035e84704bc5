/** What the supervisor tells the Playwright process; the way back is {@link ./messages.ts}. */
export interface Unit {
  /** The run. */
  readonly id: string;
  /** From the root of the project, with `/`. */
  readonly file: string;
  /** Of the test, or of a serial group whose tests belong together. */
  readonly title: readonly string[];
  /** Undefined: the first project of the configuration that has the test. */
  readonly playwrightProject: string | undefined;
}

export interface Settings {
  readonly units: readonly Unit[];
  /** Upper bound for one try, whatever the project says. */
  readonly timeoutMs: number;
  readonly retries: number;
  readonly video: boolean;
  /** Pictures of every moment in the trace: a third of what a passing run costs. */
  readonly filmStrip: boolean;
  /** Overrides the `baseURL` of every project of the configuration. */
  readonly baseUrl: string | undefined;
  readonly outputDirectory: string;
  /** Only says what tests there are. */
  readonly isListing: boolean;
  /** Where workers write what they observe. */
  readonly observedDirectory: string;
}

export const settingsVariable = 'FIELDMARSHAL_BATCH';

/** Read in the Playwright process and its workers; the file is written by the supervisor and never by a test. */
export function parseSettings(text: string): Settings {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as Settings;
}
