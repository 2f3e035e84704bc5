import { z } from 'zod';
import { described, webAddress } from '../described.ts';
import { checkSpec, variables } from '../checks/spec.ts';
import { templateSpec } from '../comms/template-spec.ts';
import { wordingSpec } from '../comms/wording-spec.ts';
import { contactMethod } from '../delivery/contact-method.ts';
import { role } from '../identity/role.ts';
import { instant, labels, line, objectName, plainLine, timeZone } from '../name.ts';
import { ambushSpec } from '../readiness/ambush.ts';
import { dashboardSpec } from '../feedback/dashboard-spec.ts';
import { measureSpec } from '../readiness/measure.ts';
import { initiativeSpec, standardSpec } from '../readiness/standard.ts';
import { severity } from '../severity.ts';
import { maintenanceWindowSpec } from '../signals/maintenance-spec.ts';
import { trackerSpec } from '../tickets/tracker-spec.ts';
import { trainingLadderSpec } from '../training/ladder-spec.ts';
import { scenarioSpec } from '../training/scenario-spec.ts';
import { escalationPolicySpec } from './escalation-spec.ts';
import { notificationRules, quietHours } from './notification-spec.ts';
import { scheduleSpec } from './schedule-spec.ts';
import { severityRulesSpec } from './severity-rules.ts';
import { sloSpec } from './slo-spec.ts';
import { modelProviderSpec } from '../assist/provider-spec.ts';
import {
  linkTemplateSpec,
  metricsPanelSpec,
  metricsSourceSpec,
  productMetricSpec,
  runbookSpec,
} from '../knowledge/specs.ts';
import { logsSourceSpec } from '../knowledge/logs-source.ts';
import { tracesSourceSpec } from '../knowledge/traces-source.ts';

/** How customers know it; without one it is never named in a message or on the status page. */
const known = { ...described, publicName: plainLine.optional() };
const usersPerHour = z.number().int().min(0).max(10_000_000_000).optional();

const clearances = z.array(objectName).max(200).optional();

export const hubSpec = z.strictObject({ ...described, timeZone });

export const teamSpec = z.strictObject({
  ...described,
  hub: objectName.optional(),
  members: z.array(objectName).max(500).default([]),
  /** A group of the identity provider, by its name there (SCIM): its people of this catalog are members, too. */
  group: line.optional(),
  escalationPolicy: objectName.optional(),
  /** Restricted environments whose incidents every member may see. */
  clearances,
});

export const personSpec = z.strictObject({
  ...described,
  email: z.email().max(254),
  hub: objectName.optional(),
  timeZone: timeZone.optional(),
  locale: z.string().max(35).optional(),
  roles: z.array(role).max(5).default(['responder']),
  /** The order is the order of preference. Without any, the person is paged at `email`. */
  contactMethods: z.array(contactMethod).max(10).default([]),
  /** Restricted environments whose incidents this person may see. */
  clearances,
  /** Works on incidents of these teams and in these environments only; sees the others. Left out: everywhere. */
  scope: z
    .strictObject({
      teams: z.array(objectName).max(200).optional(),
      environments: z.array(objectName).max(200).optional(),
    })
    .optional(),
  notificationRules,
  quietHours: quietHours.optional(),
});

export const dependency = z.strictObject({
  product: objectName,
  /** `hard`: fails with it. `soft`: degrades. */
  strength: z.enum(['hard', 'soft']).default('hard'),
  reason: line.optional(),
});

export const productSpec = z.strictObject({
  ...known,
  owner: objectName,
  dependsOn: z.array(dependency).max(200).default([]),
  /** Other names by which alerts, spans and people call this product. */
  aliases: z.array(line).max(50).default([]),
  /** URL prefixes or host names whose requests belong to this product. */
  urlPatterns: z.array(z.string().min(1).max(500)).max(50).default([]),
  runbook: webAddress.optional(),
  dashboard: webAddress.optional(),
});

export const applicationSpec = z.strictObject({
  ...known,
  owner: objectName.optional(),
  products: z.array(objectName).max(500).default([]),
  url: webAddress.optional(),
});

export const workflowSpec = z.strictObject({
  ...known,
  application: objectName,
  /** 1 = mission-critical … 4 = convenience. */
  criticality: z.number().int().min(1).max(4).default(3),
  steps: z
    .array(z.strictObject({ name: line, products: z.array(objectName).max(100).default([]) }))
    .max(100)
    .default([]),
});

export const environmentSpec = z.strictObject({
  ...known,
  connection: z.enum(['connected', 'disconnected']).default('connected'),
  /** Its incidents are seen by people with a clearance for it only. */
  restricted: z.boolean().optional(),
  region: line.optional(),
  hub: objectName.optional(),
  products: z
    .array(z.strictObject({ product: objectName, version: z.string().max(100).optional() }))
    .max(500)
    .default([]),
  /** Private ranges (CIDR, IPv4 or IPv6) that checks of this environment may reach; metadata addresses never are. */
  privateRanges: z
    .array(z.union([z.cidrv4(), z.cidrv6()], 'must be a range such as 10.1.0.0/16'))
    .max(50)
    .default([]),
  /** What `{{name}}` stands for in checks of this environment, such as `baseUrl`. */
  variables: variables.default({}),
});

export const customerSpec = z.strictObject({
  ...known,
  uses: z
    .array(
      z.strictObject({
        application: objectName,
        /** Without any: wherever the application runs. */
        environments: z.array(objectName).max(200).default([]),
        /** Who use it in a usual hour, over all these environments; left out: an even share of the customer's. */
        usersPerHour,
      }),
    )
    .max(200)
    .default([]),
  locale: z.string().max(35).default('en'),
  timeZone: timeZone.default('Etc/UTC'),
  /** Who use anything of it in a usual hour. */
  usersPerHour,
  contacts: z
    .array(z.strictObject({ name: line, email: z.email().max(254) }))
    .max(100)
    .default([]),
});

export const routeSpec = z.strictObject({
  ...described,
  /** Alertmanager matcher syntax, e.g. `severity=~"critical|major"`; all must match; none matches every signal. */
  matchers: z.array(z.string().min(1).max(1000)).max(50).default([]),
  /** Routes are tried from the lowest number; equal numbers by name. The first that matches wins. */
  priority: z.number().int().min(0).max(10_000).default(100),
  product: objectName.optional(),
  /** The label whose value names the product (or an alias of it) where `product` is not fixed. */
  productLabel: z.string().max(200).default('product'),
  environment: objectName.optional(),
  environmentLabel: z.string().max(200).default('environment'),
  severity: severity.optional(),
  severityLabel: z.string().max(200).default('severity'),
  /** From the value of the severity label; a value without an entry means *not assessed*. */
  severityMap: z.record(z.string().max(200), severity).default({
    critical: 'SEV1',
    error: 'SEV2',
    major: 'SEV2',
    warning: 'SEV3',
    minor: 'SEV3',
    info: 'SEV4',
  }),
  /** Alerts with equal values of these labels share one incident. Empty: one incident for the route. `["..."]`: one for each alert. */
  groupBy: z.array(z.string().min(1).max(200)).max(20).default([]),
  action: z.enum(['incident', 'alert-only']).default('incident'),
  escalationPolicy: objectName.optional(),
});

/**
 * A trainee beside a person, or beside whoever is on call by a schedule: paged with them, never instead of them. What a shadow answers
 * stops no paging.
 */
const shadowSpec = z.strictObject({
  ...described,
  trainee: objectName,
  /** Exactly one of `person` and `schedule`. */
  person: objectName.optional(),
  schedule: objectName.optional(),
  /** `[from, until)`; without them it always holds. */
  from: instant.optional(),
  until: instant.optional(),
  /** Reverse: a trainee who follows gets the lead as soon as the person has acknowledged, who stays beside and can take it back. */
  leads: z.boolean().default(false),
});

/** Every kind of object and the shape of its `spec`. A new kind is one entry here. */
export const kinds = {
  Hub: hubSpec,
  Team: teamSpec,
  Person: personSpec,
  Product: productSpec,
  Application: applicationSpec,
  Workflow: workflowSpec,
  Environment: environmentSpec,
  Customer: customerSpec,
  Schedule: scheduleSpec,
  EscalationPolicy: escalationPolicySpec,
  Shadow: shadowSpec,
  Route: routeSpec,
  Check: checkSpec,
  MaintenanceWindow: maintenanceWindowSpec,
  SeverityRules: severityRulesSpec,
  Template: templateSpec,
  Wording: wordingSpec,
  Measure: measureSpec,
  Standard: standardSpec,
  Initiative: initiativeSpec,
  Ambush: ambushSpec,
  SLO: sloSpec,
  Dashboard: dashboardSpec,
  Scenario: scenarioSpec,
  TrainingLadder: trainingLadderSpec,
  ModelProvider: modelProviderSpec,
  Runbook: runbookSpec,
  LinkTemplate: linkTemplateSpec,
  MetricsSource: metricsSourceSpec,
  MetricsPanel: metricsPanelSpec,
  ProductMetric: productMetricSpec,
  Tracker: trackerSpec,
  TracesSource: tracesSourceSpec,
  LogsSource: logsSourceSpec,
} as const;

export type Kind = keyof typeof kinds;
export type Spec<K extends Kind> = z.output<(typeof kinds)[K]>;

/** Every kind, in the order in which files are written: what is referred to comes before what refers to it. */
export const kindNames: readonly Kind[] = Object.keys(kinds).filter((name) => isKind(name));

export const kind = z.enum(kindNames);

export function isKind(value: string): value is Kind {
  return Object.hasOwn(kinds, value);
}

export const metadata = z.strictObject({
  name: objectName,
  labels: labels.optional(),
});

/** Where an object came from; objects from files are read-only in the UI. */
export const origin = z.strictObject({
  from: z.enum(['file', 'ui', 'api', 'backstage', 'deploy']),
  path: z.string().max(1000).optional(),
});
export type Origin = z.infer<typeof origin>;

export interface CatalogObject<K extends Kind = Kind> {
  readonly kind: K;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: Spec<K>;
  readonly origin: Origin;
  /** Counts the stored versions of this object from 1; a writer names the one it has seen. */
  readonly generation: number;
  /** When this version was stored; RFC 3339, UTC. */
  readonly updatedAt: string;
}

/** An object of any kind, told apart by `kind`. */
export type AnyCatalogObject = { [K in Kind]: CatalogObject<K> }[Kind];
