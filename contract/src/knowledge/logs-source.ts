import { z } from 'zod';
import { described, webAddress } from '../described.ts';
import { objectName } from '../name.ts';
import { access, template } from './specs.ts';

/** A store of logs that is asked what products wrote around a failure, where their logs are not sent here. */
export const logsSourceSpec = z.strictObject({
  ...described,
  /** What stands before `/loki/api/v1/…`. */
  url: webAddress,
  /** Whose HTTP API it answers. */
  api: z.literal('loki').default('loki'),
  ...access,
  /** LogQL that selects the lines of all products of an environment, with `{{environment}}`, `{{region}}` and variables of the environment. */
  query: template('the query', 5_000),
  /** The label that names the product, by its name or an alias. */
  productLabel: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, 'is no name of a label')
    .default('service_name'),
  /** Of which environments it has logs; an empty list is all. */
  environments: z.array(objectName).max(200).default([]),
});
export type LogsSourceSpec = z.output<typeof logsSourceSpec>;
