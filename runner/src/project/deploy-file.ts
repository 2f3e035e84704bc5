import { checkSpec, secretName, variables } from '@fieldmarshal/contract/checks';
import { z } from 'zod';

export const deployFileName = 'fieldmarshal.checks.yaml';

const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/, 'must be lower-case letters, digits, ".", "_" and "-"');

/** Fields of a check that an author sets; the probe is the test itself. */
const shape = checkSpec.shape;
const settings = {
  owner: shape.owner,
  products: z.array(name).max(100).optional(),
  workflow: shape.workflow,
  everySeconds: shape.everySeconds.unwrap().optional(),
  timeoutSeconds: shape.timeoutSeconds.unwrap().optional(),
  retries: shape.retries.unwrap().optional(),
  places: z
    .strictObject({
      names: z.array(name).max(20).optional(),
      agree: z.number().int().min(1).max(20).optional(),
    })
    .optional(),
  failing: z
    .strictObject({ runs: z.number().int().min(1).max(50), of: z.number().int().min(1).max(50) })
    .optional(),
  passingRuns: shape.passingRuns.unwrap().optional(),
  severity: shape.severity,
  signals: z.boolean().optional(),
  publicBadge: z.boolean().optional(),
  maintenance: shape.maintenance,
};
const checkSettings = z.strictObject(settings);
export type CheckSettings = z.output<typeof checkSettings>;

/** Beside the Playwright configuration: what Fieldmarshal needs to know of a project and Playwright does not say. */
export const deployFile = z.strictObject({
  /** Of the project among all that are deployed; prefix of its checks. */
  project: name.max(40),
  /** The Playwright configuration, from this file's folder; by default `playwright.config.*` beside it. */
  configuration: z.string().min(1).max(500).optional(),
  /** Files and folders beside this file that no test needs: an application's build, its own sources. */
  leaveOut: z.array(z.string().min(1).max(500)).max(100).default([]),
  /** Where its tests run. */
  environments: z
    .array(
      z.strictObject({
        environment: name,
        variables: variables.default({}),
        everySeconds: z.number().int().min(1).max(86_400).optional(),
        maintenance: shape.maintenance,
      }),
    )
    .max(200)
    .default([]),
  variables: variables.default({}),
  secrets: z.array(secretName).max(50).default([]),
  defaults: checkSettings.default({}),
  /** For the tests that fit: all that is named must. Later ones win. */
  checks: z
    .array(
      z.strictObject({
        /** A part of the file's name. */
        file: z.string().min(1).optional(),
        /** A part of `describe › test`. */
        title: z.string().min(1).optional(),
        /** Such as `@slow`. */
        tag: z.string().min(1).optional(),
        playwrightProject: z.string().optional(),
        /** Not deployed. */
        skip: z.boolean().optional(),
        ...settings,
      }),
    )
    .max(2_000)
    .default([]),
});
export type DeployFile = z.output<typeof deployFile>;
