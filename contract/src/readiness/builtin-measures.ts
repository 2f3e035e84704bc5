import type { MeasureDefinition } from './measure.ts';

/** Built-in measures are looked at every few minutes; one that was not for this long is shown as old. */
const freshHours = 24;

const number = (name: string, unit: string, meaning: string): MeasureDefinition => ({
  name,
  type: 'number',
  unit,
  meaning,
  freshHours,
});
const yesno = (name: string, meaning: string): MeasureDefinition => ({
  name,
  type: 'yesno',
  unit: '',
  meaning,
  freshHours,
});

/** What the platform measures of every product by itself, from its own data. Rules name them beside those of the catalog. */
export const builtInMeasures: readonly MeasureDefinition[] = [
  // From the catalog.
  yesno('description_set', 'whether the product says what it is'),
  yesno('runbook_set', 'whether the product links a runbook, or one of the catalog is for it'),
  yesno('dashboard_set', 'whether the product links a dashboard'),
  yesno('signals_named', 'whether it has aliases or address patterns by which alerts and spans find it'),
  yesno('public_name_set', 'whether the applications it is part of have a name that customers know'),
  number('applications', 'applications', 'applications it is part of'),
  number('environments', 'environments', 'environments it runs in'),
  number('versions', 'versions', 'different versions that run in its environments'),
  number(
    'versions_behind',
    'environments',
    'environments that run an older version than the newest of them; not known of versions without numbers',
  ),
  number('dependencies_declared', 'products', 'products it says it depends on'),
  number('owner_people', 'people', 'people in the team that owns it'),

  // How it is answered for.
  yesno('escalation_policy_set', 'whether a page for it has a policy, of its team or the default'),
  number('escalation_steps', 'steps', 'steps of that policy that page somebody'),
  yesno('escalation_fallback_set', 'whether that policy ends with somebody who is always paged'),
  number('oncall_gap_hours', 'hours', 'hours of the next 14 days in which the first step pages nobody'),
  number('oncall_people', 'people', 'different people whom the first step pages in the next 14 days'),
  number('reachable_people', 'people', 'people of those on its first step whom a page would reach now'),
  number('unreachable_people', 'people', 'people of those on its first step whom a page would not reach now'),

  // How paging for it went, drills and shadows left out.
  number('pages_90d', 'pages', 'pages for its incidents in 90 days'),
  number('ack_p90_minutes', 'minutes', 'nine in ten of these pages were acknowledged within; with 5 or more'),
  number('pages_exhausted_90d', 'times', 'times in 90 days that paging for it came to its end unanswered'),
  number('incidents_90d', 'incidents', 'incidents of it in 90 days'),
  number('serious_unled_90d', 'incidents', 'SEV1 and SEV2 of these that ended without a Field Marshal'),
  number(
    'rca_unanswered',
    'incidents',
    'flags for a root cause analysis that wait for an answer over a week',
  ),
  number('rca_overdue', 'analyses', 'accepted root cause analyses that are past their day'),
  number('actions_overdue', 'actions', 'open actions of reviews of its incidents that are past their day'),
  number('alerts_left_firing', 'alerts', 'alerts of it that have been firing for more than 7 days'),
  number(
    'alerts_unowned',
    'alerts',
    'alerts of it that have been firing for an hour without an open incident, a silence or anybody who acknowledged them',
  ),
  number('drill_days', 'days', 'days since somebody led a drill of it to its end'),

  // Found out unannounced.
  number('test_pages_90d', 'pages', 'unannounced test pages in 90 days to people on its first step'),
  number(
    'test_pages_answered_percent',
    'percent',
    'percent of these that were answered in time; with 3 or more',
  ),
  number(
    'test_pages_p90_minutes',
    'minutes',
    'nine in ten of these were answered within; one that was missed counts as long as it was waited for',
  ),
  yesno(
    'runbook_alive',
    'whether the link to its runbook answered when it was tried last; a runbook of the catalog does',
  ),

  // Whether it is watched.
  number('checks', 'checks', 'checks that name it or walk a workflow that needs it'),
  number('checks_silent', 'checks', 'of these, checks that are paused everywhere or did not run for a day'),
  number('critical_workflows', 'workflows', 'workflows of criticality 1 and 2 that need it'),
  number(
    'critical_workflows_without_slo',
    'workflows',
    'of these, workflows that no SLO says how often must work',
  ),
  number('critical_workflows_unchecked', 'workflows', 'of these, workflows that no end-to-end check walks'),
  number(
    'check_verdicts_90d',
    'failures',
    'failures of its checks in 90 days that were judged real or false',
  ),
  number('check_precision', 'percent', 'percent of these that were real; with 5 or more'),
  number('certificate_days', 'days', 'days until the first certificate that its checks look at ends'),

  // What is known of it from calls and deploys.
  number('calls_seen', 'pairs', 'pairs of products seen calling, of which it is one, in 30 days'),
  number(
    'dependencies_undeclared',
    'products',
    'products it was seen calling in 30 days and does not declare',
  ),
  number('changes_90d', 'changes', 'deploys and other changes of it that were reported in 90 days'),
];
