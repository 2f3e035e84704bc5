import { catalogApplied } from '#catalog';
import {
  communicationHeld,
  communicationSent,
  settlePromises,
  wantDrafts,
  takePromise,
  tellHeld,
} from '#comms';
import {
  checkBroken,
  checkRuled,
  planChecks,
  runnerTroubled,
  runsEnded,
  tellCheckOwner,
  tellOfRuling,
  tellRunnerOwner,
} from '#checks';
import { impactAssessed, impactLate, wantAssessment, wantAssessments, weighRuns } from '#impact';
import {
  incidentAlertLinked,
  incidentAlertUnlinked,
  incidentDeclared,
  incidentImpactDecided,
  incidentMerged,
  incidentReopened,
  incidentResolved,
  incidentSeverityChanged,
  incidentStateChanged,
  incidentUpdateDueSet,
  recordOnIncident,
} from '#incidents';
import { causeChanged, closeCause, lookAgain, lookForCause, takeInRuns } from '#localisation';
import { tellImpactLate } from '#oncall';
import { inTransaction, on, onLater, onRecord, onTogether, type Reaction } from '#platform';
import { collectMeasures } from '#readiness';
import { siteEnrolled } from '#relay';
import { alertsGroupChanged, alertsGroupResolved, changeRecorded, planWork } from '#signals';
import { causeReport, sentReport } from '../reports.ts';
import { noticeRunner } from '../watch/notices.ts';
import { afresh } from './afresh.ts';

/** What is learnt of a failure: by checks, of its cause and of whom it hits; and what could be said of it outside. */
export const evidenceReactions: readonly Reaction[] = [
  // Who and what an incident hits is looked at when it opens, like its cause, and again on whatever is learnt.
  onLater(incidentDeclared, 'work-out', async (ctx, { data, at }) =>
    inTransaction(ctx, async (tx) => {
      const within = { ...ctx, within: tx };
      // Today's checks and traces say nothing of a drill, and a drill teaches the verdicts nothing.
      const cause = data.drill ? [] : [lookForCause(within, { ...data, at })];
      // Of a recording that is watched, everything is in its script.
      const impact = data.origin?.kind === 'replay' ? [] : [wantAssessment(within, data)];
      await Promise.all([...impact, ...cause]);
    }),
  ),
  onLater(incidentReopened, 'assess-reopened', async (ctx, { data }) => wantAssessment(ctx, data)),
  onLater(incidentResolved, 'assess-resolved', async (ctx, { data }) => wantAssessment(ctx, data)),
  onLater(incidentMerged, 'assess-merged', async (ctx, { data }) => wantAssessment(ctx, data)),
  onLater(incidentMerged, 'assess-taken-over', async (ctx, { data }) =>
    wantAssessment(ctx, { incidentId: data.into }),
  ),
  onLater(incidentAlertLinked, 'assess-linked', async (ctx, { data }) => wantAssessment(ctx, data)),
  onLater(incidentAlertUnlinked, 'assess-unlinked', async (ctx, { data }) => wantAssessment(ctx, data)),
  onLater(incidentSeverityChanged, 'assess-severity', async (ctx, { data }) => wantAssessment(ctx, data)),
  onLater(incidentImpactDecided, 'assess-decided', async (ctx, { data }) => wantAssessment(ctx, data)),
  onLater(alertsGroupChanged, 'assess-alerts', async (ctx, { data: { incidentId } }) =>
    incidentId === null ? undefined : wantAssessment(ctx, { incidentId }),
  ),
  onLater(alertsGroupResolved, 'assess-alerts-resolved', async (ctx, { data: { incidentId } }) =>
    incidentId === null ? undefined : wantAssessment(ctx, { incidentId }),
  ),
  onLater(causeChanged, 'assess-cause', async (ctx, { data }) => wantAssessment(ctx, data)),
  onLater(runsEnded, 'assess-runs', async (ctx) => weighRuns(ctx)),
  onRecord(impactLate, 'tell-impact-late', async (ctx, { data }) =>
    data.drill ? undefined : tellImpactLate(ctx, data),
  ),
  onLater(catalogApplied, 'assess-catalog', async (ctx) => wantAssessments(afresh(ctx))),

  // Checks run as the catalog says; what is wrong with a runner or with a check itself is told to who keeps it, and pages nobody.
  on(catalogApplied, 'plan-checks', async (ctx, { data }) =>
    data.kinds.includes('Check') ? planChecks(ctx) : undefined,
  ),
  on(catalogApplied, 'plan-work', async (ctx, { data }) =>
    data.kinds.some((kind) => kind === 'MaintenanceWindow' || kind === 'Check')
      ? planWork(afresh(ctx))
      : undefined,
  ),
  on(siteEnrolled, 'leave-checks-to-site', async (ctx) => planChecks(ctx)),
  on(runnerTroubled, 'notice-runner', async (ctx, { data }) => noticeRunner(ctx, data)),
  on(runnerTroubled, 'tell-runner-owner', async (ctx, { data, id }) =>
    tellRunnerOwner(ctx, { ...data, factId: id }),
  ),
  on(checkRuled, 'tell-of-ruling', async (ctx, { data, id }) => tellOfRuling(ctx, { ...data, factId: id })),
  on(checkBroken, 'tell-check-owner', async (ctx, { data, id }) =>
    tellCheckOwner(ctx, { ...data, factId: id }),
  ),

  // Every product is measured again when the catalog changes: the standards themselves are part of it.
  onLater(catalogApplied, 'measure-readiness', async (ctx, { data }) =>
    data.kinds.some((kind) => measuredKinds.has(kind)) ? collectMeasures(afresh(ctx)) : undefined,
  ),

  // Whatever is recorded of a failure is evidence of its cause; what changes in the verdict is told to the incident.
  onLater(runsEnded, 'take-in-runs', async (ctx, { data }) => takeInRuns(ctx, data)),
  onLater(incidentReopened, 'look-for-cause-again', async (ctx, { data, at }) =>
    data.drill ? undefined : lookForCause(ctx, { ...data, environment: null, at }),
  ),
  onLater(incidentResolved, 'keep-last-verdict', async (ctx, { data }) => closeCause(ctx, data)),
  onLater(incidentMerged, 'keep-verdict-of-merged', async (ctx, { data }) => closeCause(ctx, data)),
  onLater(alertsGroupChanged, 'weigh-alerts', async (ctx, { data }) =>
    data.incidentId === null ? undefined : lookAgain(ctx, [{ incidentId: data.incidentId }]),
  ),
  onLater(incidentAlertLinked, 'weigh-linked-alert', async (ctx, { data }) =>
    lookAgain(ctx, [{ incidentId: data.incidentId }]),
  ),
  onLater(changeRecorded, 'weigh-change', async (ctx, { data }) =>
    data.environment === null ? undefined : lookAgain(ctx, [{ environment: data.environment }]),
  ),
  onLater(causeChanged, { name: 'log-cause', when: ({ tell }) => tell }, async (ctx, { data }) =>
    recordOnIncident(ctx, { incidentId: data.incidentId, command: causeReport(data) }),
  ),

  // What people outside could be told follows what is known; that it is told is a person's word alone.
  // The first look at the impact says more, and comes sooner than that.
  onTogether(incidentDeclared, 'draft-on-declaration', async (ctx, { data: { incidentId } }) =>
    wantDrafts(ctx, { incidentId, graceMs: 1_000 }),
  ),
  onTogether(incidentStateChanged, 'draft-on-state', async (ctx, { data }) => wantDrafts(ctx, data)),
  onLater(impactAssessed, 'draft-on-impact', async (ctx, { data: { incidentId, first } }) =>
    wantDrafts(ctx, { incidentId, again: !first }),
  ),
  onTogether(incidentImpactDecided, 'draft-on-decision', async (ctx, { data }) => wantDrafts(ctx, data)),
  onTogether(incidentSeverityChanged, 'draft-on-severity', async (ctx, { data }) => wantDrafts(ctx, data)),
  onTogether(incidentResolved, 'draft-on-resolution', async (ctx, { data }) => wantDrafts(ctx, data)),
  onTogether(incidentReopened, 'draft-on-reopening', async (ctx, { data }) => wantDrafts(ctx, data)),
  onTogether(incidentMerged, 'end-drafts-of-merged', async (ctx, { data }) => wantDrafts(ctx, data)),
  on(communicationSent, 'log-communication', async (ctx, { data }) =>
    data.incidentId === null
      ? undefined
      : recordOnIncident(ctx, { incidentId: data.incidentId, command: sentReport(data) }),
  ),
  on(communicationSent, 'draft-the-next', async (ctx, { data: { incidentId } }) =>
    incidentId === null ? undefined : wantDrafts(ctx, { incidentId }),
  ),
  on(communicationSent, 'settle-promises-by-message', async (ctx, { data: { incidentId } }) =>
    incidentId === null ? undefined : settlePromises(ctx, { incidentId }),
  ),
  on(communicationHeld, 'tell-held', async (ctx, { data, id }) => tellHeld(ctx, { ...data, factId: id })),
  on(incidentUpdateDueSet, 'remind-of-update', async (ctx, { data }) =>
    data.drill ? undefined : takePromise(ctx, data),
  ),
  on(incidentResolved, 'settle-promises', async (ctx, { data }) => settlePromises(ctx, data)),
  on(incidentMerged, 'settle-promises-of-merged', async (ctx, { data }) => settlePromises(ctx, data)),
];

/** Kinds of objects that readiness is measured from. */
const measuredKinds = new Set([
  'Application',
  'Check',
  'Environment',
  'EscalationPolicy',
  'Hub',
  'Initiative',
  'Measure',
  'Person',
  'Product',
  'Runbook',
  'SLO',
  'Schedule',
  'Standard',
  'Team',
  'Workflow',
]);
