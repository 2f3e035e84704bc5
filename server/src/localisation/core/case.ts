/** What a candidate is. Only products have telemetry; the others are what else may make a test fail. */
export type CandidateKind = 'product' | 'test' | 'environment' | 'third-party';

export interface Candidate {
  /** Unique in the case. Never looked into: a ranking does not depend on names. */
  readonly id: string;
  readonly kind: CandidateKind;
}

/** Parallel columns, one row for each span. Rows that make no sense are left out, not refused. */
export interface Spans {
  readonly trace: readonly number[];
  /** Row of the parent; -1 = none known. */
  readonly parent: readonly number[];
  /** Candidate id of each span's product. */
  readonly product: readonly string[];
  readonly operation: readonly string[];
  readonly startUs: readonly number[];
  readonly durationUs: readonly number[];
  /** Whether the span reports a failure; absent = the source knows no status. */
  readonly failed?: readonly boolean[];
  /** Candidate id of whom a calling span calls; '' or absent = not known. */
  readonly peer?: readonly string[];
  /** Whether the span is the serving side of a call by its own word; absent = the source does not tell sides apart. */
  readonly serves?: readonly boolean[];
}

/** What a series measures. `errors` is a share (0..1) or a count, `latency` any unit of time, `resource` anything used up, `load` requests. */
export type SeriesRole = 'latency' | 'errors' | 'resource' | 'load' | 'other';

export interface Series {
  readonly product: string;
  readonly role: SeriesRole;
  readonly name: string;
  /** Milliseconds, ascending; the same length as `value`. */
  readonly at: readonly number[];
  readonly value: readonly (number | null)[];
  /** Values of a time without trouble, in any order; empty = not known. */
  readonly usual: readonly (number | null)[];
}

export interface LogPattern {
  readonly product: string;
  readonly template: string;
  /** Operation of the span in which it was written; absent = not known. */
  readonly operation?: string;
  /**
   * Where in the product it is written, in the words of its sender (a route, a function), where no span tells: how often that was reached
   * is how many lines were written there. Absent = not known.
   */
  readonly place?: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly count: number;
}

/** Telemetry of one stretch of time. */
export interface Telemetry {
  readonly spans: Spans | null;
  readonly logs: readonly LogPattern[];
}

/** One step or request of the failing run, in the order of the run. */
interface Request {
  readonly product: string;
  readonly name: string;
  readonly at: number;
  readonly durationMs: number;
  /** HTTP status; 0 = no answer; null = not known. */
  readonly status: number | null;
  /** What the same request took and answered in earlier passing runs. */
  readonly usualMs: readonly number[];
}

/** The step at which the test failed, and the products the author says it needs. */
export interface FailingStep {
  readonly check: string;
  readonly runner: string;
  readonly name: string;
  readonly products: readonly string[];
  /** What the failure looks like: of the page (assertion, time-out), of the way there (network), or of the runner itself. */
  readonly shape: 'assertion' | 'timeout' | 'network' | 'runner' | 'unknown';
}

/** One run of any check: which products took part, and whether it passed. */
interface Run {
  readonly at: number;
  readonly passed: boolean;
  readonly check: string;
  readonly environment: string;
  readonly runner: string;
  readonly products: readonly string[];
  /** Of a failing run, the products of the step at which it failed, where that is known; what came before it in the run passed. */
  readonly failedIn?: readonly string[];
  /** Of such a run, who took part in what passed before that step; absent = its products that are not of the step. */
  readonly passedIn?: readonly string[];
  /** Whether a second try of the same run passed. */
  readonly flaky: boolean;
}

interface Alert {
  readonly product: string;
  readonly name: string;
  readonly startedAt: number;
}

export interface Change {
  readonly id: string;
  /** Null where it is not known what it reached. */
  readonly product: string | null;
  readonly kind: 'deploy' | 'commit' | 'config' | 'flag';
  /** When it took effect, else when it was made. */
  readonly at: number;
  readonly text: string;
  readonly paths: readonly string[];
  /** Unified difference; null = not known. */
  readonly difference: string | null;
}

/** Somebody else's service that products rely on. */
interface ThirdParty {
  readonly name: string;
  readonly isDown: boolean;
}

/** Another environment in which the failing checks have run since trouble began. */
export interface Place {
  readonly name: string;
  /** Whether one of them fails there too. */
  readonly fails: boolean;
  /** Candidate ids by whether their version there is that of here; a product whose version is not known is in neither. */
  readonly sameVersion: readonly string[];
  readonly otherVersion: readonly string[];
}

/** Everything known of one failure. Every list may be empty. Times are milliseconds. */
export interface Case {
  readonly candidates: readonly Candidate[];
  /** Caller and callee. */
  readonly calls: readonly (readonly [string, string])[];
  /**
   * Where and when trouble was seen first. `product` null = not seen at one product; `kind` null = of no one kind; `resource` = nothing is
   * known but that something is used up.
   */
  readonly symptom: {
    readonly product: string | null;
    readonly kind: 'latency' | 'errors' | 'resource' | null;
    readonly at: number;
    /** What was reported, in words; may be empty. */
    readonly text: string;
  };
  readonly now: Telemetry;
  readonly usual: Telemetry;
  readonly series: readonly Series[];
  readonly step: FailingStep | null;
  readonly requests: readonly Request[];
  readonly runs: readonly Run[];
  readonly alerts: readonly Alert[];
  readonly changes: readonly Change[];
  readonly thirdParties: readonly ThirdParty[];
  /** Absent = not known. */
  readonly places?: readonly Place[];
  /** How often each candidate was the confirmed cause before. */
  readonly pastCauses: Readonly<Record<string, number>>;
}

/** A case of which nothing is known but its candidates and calls. */
export function emptyCase(candidates: readonly Candidate[], calls: Case['calls'], at: number): Case {
  const nothing: Telemetry = { spans: null, logs: [] };
  return {
    candidates,
    calls,
    symptom: { product: null, kind: null, at, text: '' },
    now: nothing,
    usual: nothing,
    series: [],
    step: null,
    requests: [],
    runs: [],
    alerts: [],
    changes: [],
    thirdParties: [],
    pastCauses: {},
  };
}
