import { z } from 'zod';
import { described, webAddress } from '../described.ts';
import { objectName } from '../name.ts';

/** A store of traces that is asked for the spans of a run by its trace id, where they were not sent here. */
export const tracesSourceSpec = z.strictObject({
  ...described,
  /** What stands before `/api/traces/…`, as its own screens have it. */
  url: webAddress,
  /** Whose HTTP API it answers. */
  api: z.enum(['jaeger', 'tempo']),
  /** Sent as `X-Scope-OrgID`, by which Tempo parts tenants. */
  tenant: z
    .string()
    .regex(/^[A-Za-z0-9!_.*'()|-]{1,150}$/, 'is no name of a tenant')
    .optional(),
  /** What it asks for: a token, or `user` with a password. The secret itself is no part of the object: it is set in Admin, and sealed. */
  auth: z.enum(['none', 'bearer', 'basic']).default('none'),
  user: z
    .string()
    .regex(/^[\x20-\x39\x3b-\x7e]{1,200}$/, 'must be visible ASCII characters without a colon')
    .optional(),
  /** Of which environments it has traces; an empty list is all. */
  environments: z.array(objectName).max(200).default([]),
});
export type TracesSourceSpec = z.output<typeof tracesSourceSpec>;
