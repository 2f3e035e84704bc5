import { z } from 'zod';
import { described } from '../described.ts';
import { line, objectName } from '../name.ts';

/**
 * A dashboard whose users are asked whether they found what they came for. The one called `fieldmarshal` is this platform's own screens.
 * Nothing is collected before `collect` says so.
 */
export const dashboardSpec = z.strictObject({
  ...described,
  collect: z.boolean().default(false),
  /** Where the script for other dashboards may be used, such as `https://grafana.example`; none: nowhere. */
  origins: z
    .array(
      z
        .string()
        .max(300)
        .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'must be an origin such as https://grafana.example'),
    )
    .max(50)
    .default([]),
  /** What people come for, to choose from. */
  tasks: z.array(line).max(20).default([]),
  /** The team that is told when somebody wrote something, at most once a day. */
  owner: objectName.optional(),
});
export type DashboardSpec = z.output<typeof dashboardSpec>;

/** The dashboard that is this platform itself. */
export const ownDashboard = 'fieldmarshal';
