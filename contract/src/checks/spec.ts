import { z } from 'zod';
import { described } from '../described.ts';
import { objectName } from '../name.ts';
import { severity } from '../severity.ts';
import { checkMaintenance } from '../signals/maintenance-spec.ts';
import { dnsProbe, httpProbe, promqlProbe, tcpProbe, tlsProbe } from './monitor.ts';

export const variableName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, 'must be letters, digits and "_", such as baseUrl');
export const variables = z.record(variableName, z.string().max(4_000));
/** Upper-case, as an environment variable. */
export const secretName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,59}$/, 'must be upper-case letters, digits and "_", such as API_TOKEN');

/** One test of a deployed Playwright project. */
export const e2eProbe = z.strictObject({
  type: z.literal('e2e'),
  /** The deployed project; its newest bundle is run. */
  project: objectName,
  /** From the root of the project, with `/`. */
  file: z.string().min(1).max(500),
  /** Titles of the describe blocks and of the test; none for all tests of the file, where these stand on each other. */
  title: z.array(z.string().min(1).max(500)).max(20),
  /** The project of the Playwright configuration, such as `chromium`. */
  playwrightProject: z.string().max(200).optional(),
});
export type E2eProbe = z.output<typeof e2eProbe>;

/** What one run does. */
export const probe = z.discriminatedUnion('type', [
  e2eProbe,
  httpProbe,
  tcpProbe,
  dnsProbe,
  tlsProbe,
  promqlProbe,
]);
export type Probe = z.output<typeof probe>;
export type ProbeType = Probe['type'];

const everySeconds = z.number().int().min(1).max(86_400);

/**
 * A check: an e2e test or a monitor, run again and again in each of its environments. In an environment it is *failing* when the last
 * `failing.runs` of `failing.of` runs failed with the fault *product*, at `places.agree` places.
 */
export const checkSpec = z.strictObject({
  ...described,
  /** Who keeps the check itself in order; left out: the owner of its first product. */
  owner: objectName.optional(),
  /** What it looks at; the first is blamed where a run names none. */
  products: z.array(objectName).max(100).default([]),
  workflow: objectName.optional(),
  probe,
  environments: z
    .array(
      z.strictObject({
        environment: objectName,
        everySeconds: everySeconds.optional(),
        /** Win over those of the check, which win over those of the environment. */
        variables: variables.default({}),
        paused: z.boolean().default(false),
        /** Beside those of the check. */
        maintenance: checkMaintenance.optional(),
      }),
    )
    .max(200)
    .default([]),
  everySeconds: everySeconds.default(60),
  /** For one try. */
  timeoutSeconds: z.number().min(0.1).max(3_600).default(30),
  /** Further tries at once after a failed one; passing then makes the run *flaky*. */
  retries: z.number().int().min(0).max(5).default(0),
  /** Where it runs: at each of `names`, or, without names, wherever a runner of the environment is free. */
  places: z
    .strictObject({
      names: z.array(objectName).max(20).default([]),
      /** So many places must see it failing. */
      agree: z.number().int().min(1).max(20).default(1),
    })
    .prefault({}),
  /** Turns failing after `runs` failures among the last `of` runs of a place. */
  failing: z
    .strictObject({
      runs: z.number().int().min(1).max(50).default(1),
      of: z.number().int().min(1).max(50).default(1),
    })
    .prefault({}),
  /** Passes again after so many passes in a row. */
  passingRuns: z.number().int().min(1).max(50).default(1),
  /** Of its signal; a route decides where it is left out. */
  severity: severity.optional(),
  /** False: it runs and is shown, and raises no signal. */
  signals: z.boolean().default(true),
  /** While one of these lasts it runs and is recorded, and pages nobody. */
  maintenance: checkMaintenance.optional(),
  variables: variables.default({}),
  /** Handed to the runner as environment variables of these names. */
  secrets: z.array(secretName).max(50).default([]),
  /** Anybody may see the badge of this check without signing in. */
  publicBadge: z.boolean().default(false),
});
export type CheckSpec = z.output<typeof checkSpec>;
export const probeTypes = ['e2e', 'http', 'tcp', 'dns', 'tls', 'promql'] as const;
