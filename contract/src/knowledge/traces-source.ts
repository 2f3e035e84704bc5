import { z } from 'zod';
import { described, webAddress } from '../described.ts';
import { objectName } from '../name.ts';
import { access } from './specs.ts';

/** A store of traces that is asked for the spans of a run by its trace id, where they were not sent here. */
export const tracesSourceSpec = z.strictObject({
  ...described,
  /** What stands before `/api/traces/…`, as its own screens have it. */
  url: webAddress,
  /** Whose HTTP API it answers. */
  api: z.enum(['jaeger', 'tempo']),
  ...access,
  /** Of which environments it has traces; an empty list is all. */
  environments: z.array(objectName).max(200).default([]),
});
export type TracesSourceSpec = z.output<typeof tracesSourceSpec>;
