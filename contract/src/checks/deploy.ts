import { z } from 'zod';
import { labels, objectName } from '../name.ts';
import { checkSpec, secretName } from './spec.ts';

/** Of one bundle: a gzipped tar of a project with everything that it needs to run. */
export const bundleBytesMax = 200 * 1024 * 1024;
export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

/**
 * Makes the checks of a Playwright project be these. The bundle is sent first, by `PUT /api/v1/check-bundles/{digest}` as
 * `application/gzip`; one that is there already need not be sent again.
 */
export const deployInput = z.strictObject({
  project: objectName,
  digest,
  /** Version or commit of the project, for people. */
  version: z.string().max(200).optional(),
  checks: z
    .array(
      z.strictObject({
        name: objectName,
        labels: labels.default({}),
        spec: checkSpec,
      }),
    )
    .max(2_000),
  /** Says what would change and changes nothing. */
  dryRun: z.boolean().default(false),
});
export type DeployInput = z.output<typeof deployInput>;

/** A secret that checks name and that has no value in an environment of theirs. */
export const missingSecret = z.object({ name: z.string(), environment: z.string() });

/** Checks that the project had before and has no more are removed; their runs are kept as long as others. */
export const deployResult = z.object({
  project: z.string(),
  digest: z.string(),
  /** Whether the bundle must still be sent. */
  bundleMissing: z.boolean(),
  created: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
  unchanged: z.number().int(),
  /** Secrets that its checks name and that have no value in an environment of theirs. */
  missingSecrets: z.array(missingSecret),
});
export type DeployResult = z.infer<typeof deployResult>;

/** Its value is never shown again. */
export const secretView = z.object({
  name: z.string(),
  /** Null: for every environment that has no value of its own. */
  environment: z.string().nullable(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  /** How many checks name it. */
  usedBy: z.number().int(),
});

export type SecretView = z.infer<typeof secretView>;
export type MissingSecret = z.infer<typeof missingSecret>;

export const onSecret = z.strictObject({ name: secretName, environment: objectName.optional() });
export const putSecretInput = onSecret.extend({
  value: z
    .string()
    .min(1)
    .max(20_000)
    .regex(/^[^\0]*$/, 'must not contain NUL'),
});
