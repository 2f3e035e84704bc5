import type { Rows } from './rows.ts';

/** Names of one kind by number, in name order, and numbers by name. */
export interface Names {
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
}

/** A customer's use of an application in an environment. */
export interface Uses {
  /** Those of customer n are `starts[n] .. starts[n + 1]`. */
  readonly starts: Int32Array;
  readonly customer: Int32Array;
  readonly application: Int32Array;
  readonly environment: Int32Array;
  /** Users of this application in this environment in a usual hour; NaN where the catalog does not say. */
  readonly usersPerHour: Float64Array;
  /** By customer: in how many environments it uses anything. */
  readonly places: Uint16Array;
}

/** What people read about a thing beside its name. */
export interface Label {
  readonly title: string;
  readonly publicName: string | null;
}

/** An edge of `dependents`: with it fails, or degrades. */
export const edge = { soft: 0, hard: 1 } as const;

/**
 * The catalog as impact walks it, made once for each version: every kind has numbers of its own, every relation is an array. References
 * that lead nowhere are left out.
 */
export interface ImpactGraph {
  /** Of the catalog. */
  readonly version: number;
  readonly products: Names;
  readonly workflows: Names;
  readonly applications: Names;
  readonly environments: Names;
  readonly customers: Names;
  /** Product → products that need it, marked {@link edge}. */
  readonly dependents: Rows;
  /** Product → workflows with a step that needs it. */
  readonly steps: Rows;
  /** Product → applications composed of it that have no workflow with it: nothing nearer says what its failure does to them. */
  readonly parts: Rows;
  readonly workflowApplication: Int32Array;
  readonly workflowCriticality: Uint8Array;
  /** `deployed[environment][product]` is 1 where it runs; an environment that lists no products is taken to have all. */
  readonly deployed: readonly Uint8Array[];
  /** `version(environment, product)`; null where the catalog does not say. */
  readonly versions: readonly ReadonlyMap<number, string>[];
  readonly connected: Uint8Array;
  /** `runs[environment][application]` is 1 where one of its products is deployed. */
  readonly runs: readonly Uint8Array[];
  /** By application: in how many environments that is so. */
  readonly runsIn: Uint16Array;
  readonly uses: Uses;
  readonly labels: {
    readonly product: readonly Label[];
    readonly workflow: readonly Label[];
    readonly application: readonly Label[];
    readonly environment: readonly Label[];
    readonly customer: readonly Label[];
  };
}
