import type { Severity } from '@fieldmarshal/contract';
import {
  acceptOnAnswer,
  assessIncident,
  forgetIncident,
  keepDelegation,
  pageGivenTeam,
  pageOnReturn,
  pageTeam,
  rememberIncident,
} from '#assist';
import { catalogApplied, followGroups } from '#catalog';
import { takeDelivery } from '#comms';
import { deliveryAnswered, deliveryAttempted, deliverySettled } from '#delivery';
import {
  declareIncident,
  followOnAnswer,
  incidentAcknowledged,
  incidentActionChanged,
  incidentAlertLinked,
  incidentAlertUnlinked,
  incidentDeclared,
  incidentDelegationChanged,
  incidentMerged,
  incidentReopened,
  incidentResolved,
  incidentSeverityChanged,
  incidentStateChanged,
  incidentTeamEngaged,
  incidentWorkedOn,
  leadOnAnswer,
  recordOnIncident,
} from '#incidents';
import { tellActionOwner } from '#insights';
import { accountShut, breakGlassUsed, privateOpened, scimGroupsChanged } from '#identity';
import {
  acknowledgeEscalations,
  answerInChannel,
  noteActivity,
  handoverTurned,
  pageAnswered,
  pageExhausted,
  pageFollowed,
  pageProgressed,
  pageStalled,
  pageStepEmpty,
  recordReceipt,
  recordShifts,
  startAnew,
  startEscalation,
  stopEscalations,
  takeSeverity,
  tellLeads,
  tellHandover,
  tendHandovers,
} from '#oncall';
import { beforeFinish, on, onLater, onRecord, onTogether, type Reaction } from '#platform';
import {
  alertsGroupChanged,
  alertsGroupOpened,
  alertsGroupResolved,
  closeGroups,
  linkGroup,
  moveAlerts,
  releaseAlert,
  reopenGroups,
  toldCounts,
} from '#signals';
import { tellTrackers } from '#tickets';
import {
  drillBehind,
  faultLeftOn,
  isDrill,
  pageForDrill,
  partFromDrill,
  pauseForReal,
  takeIntoDrill,
  tendDrill,
  waitAfterDrill,
} from '#training';
import { briefSeenBy } from '../handover/brief.ts';
import { alertCount, groupText, knownFacts, pageReport, shadowReport } from '../reports.ts';
import { noticeFault, noticeTrouble } from '../watch/notices.ts';
import { tellShutOut } from '../watch/shut-out.ts';
import { tellBreakGlass, tellPrivateOpened } from '../watch/tell-admins.ts';
import { afresh } from './afresh.ts';

/** Who is paged, told and asked. */
export const incidentReactions: readonly Reaction[] = [
  // Alerts open incidents, and their groups know them.
  on(alertsGroupOpened, 'declare-from-alerts', async (ctx, { data }) => {
    const drill = await drillBehind(ctx, data);
    const summary = groupText(data);
    if (drill === null)
      return declareIncident(ctx, { ...data, summary, origin: { kind: 'alert-group', id: data.groupId } });
    if (!drill.isRunning) return waitAfterDrill(ctx, { ...data, summary });
    const { groupId, title, alertCount: count } = data;
    const counts = await toldCounts(ctx, { groupId, firing: count, total: count });
    // Of a room that was there before its alerts only the log tells that they came.
    await recordOnIncident(beforeFinish(ctx), {
      incidentId: drill.incidentId,
      command: { type: 'record-alerts', group: groupId, title, ...counts, newTitles: [title] },
    });
    return takeIntoDrill(ctx, { groupId, incidentId: drill.incidentId });
  }),
  onTogether(incidentDeclared, 'link-alert-group', async (ctx, { data }) =>
    data.origin?.kind === 'alert-group'
      ? linkGroup(ctx, { groupId: data.origin.id, incidentId: data.incidentId })
      : undefined,
  ),
  onRecord(alertsGroupChanged, 'count-alerts', async (ctx, { data }) =>
    data.incidentId === null
      ? undefined
      : recordOnIncident(ctx, {
          incidentId: data.incidentId,
          command: alertCount({ ...data, ...(await toldCounts(ctx, data)) }),
        }),
  ),
  on(alertsGroupChanged, 'part-from-drill', async (ctx, { data: { incidentId } }) =>
    incidentId === null ? undefined : partFromDrill(ctx, { incidentId }),
  ),
  onRecord(alertsGroupResolved, 'note-alerts-resolved', async (ctx, { data }) =>
    data.incidentId === null || (await toldCounts(ctx, { ...data, firing: 0, total: 0 })).firing > 0
      ? undefined
      : recordOnIncident(ctx, {
          incidentId: data.incidentId,
          command: { type: 'record-alerts-resolved', group: data.groupId },
        }),
  ),
  on(incidentAlertLinked, 'move-linked-alert', async (ctx, { data }) =>
    moveAlerts(ctx, { alertIds: [data.alert], incidentId: data.incidentId }),
  ),
  on(incidentAlertUnlinked, 'release-unlinked-alert', async (ctx, { data }) =>
    releaseAlert(ctx, { alertId: data.alert, incidentId: data.incidentId }),
  ),
  on(incidentMerged, 'move-merged-alerts', async (ctx, { data }) =>
    moveAlerts(ctx, { fromIncidentId: data.incidentId, incidentId: data.into }),
  ),
  on(incidentResolved, 'close-alert-groups', async (ctx, { data }) => closeGroups(ctx, data)),
  onLater(incidentResolved, 'assess-for-rca', async (ctx, { data }) =>
    assessIncident(ctx, { incidentId: data.incidentId, look: 1 }),
  ),
  on(incidentReopened, 'reopen-alert-groups', async (ctx, { data }) => reopenGroups(ctx, data)),

  // Incidents page people, until somebody answers or it is over.
  onTogether(incidentDeclared, 'page-on-declaration', async (ctx, { data, at }) =>
    data.drill
      ? pageForDrill(ctx, data)
      : startEscalation(ctx, {
          ...data,
          team: null,
          policy: data.escalationPolicy,
          reason: `Declared by ${data.by}`,
          known: knownFacts(data),
          dueAt: at,
        }),
  ),
  on(incidentTeamEngaged, 'page-team', async (ctx, { data, at }) =>
    data.drill
      ? tendDrill(ctx, data)
      : pageTeam(ctx, { ...data, reason: data.reason || `Asked for by ${data.by}`, dueAt: at }),
  ),
  on(incidentReopened, 'page-on-reopening', async (ctx, { data, at }) =>
    data.drill
      ? undefined
      : startAnew(ctx, {
          ...data,
          team: null,
          policy: data.escalationPolicy,
          reason: `Opened again by ${data.by}`,
          why: `${data.incidentId} was opened again by ${data.by}`,
          dueAt: at,
        }),
  ),

  // A team that was given an incident alone has it until its time is over, or until it gives it back; then the Field Marshal is paged.
  on(incidentDelegationChanged, 'keep-delegation', async (ctx, { data }) => keepDelegation(ctx, data)),
  on(incidentDelegationChanged, 'page-on-return', async (ctx, { data, at }) =>
    data.drill ? undefined : pageOnReturn(ctx, { ...data, dueAt: at }),
  ),
  on(
    incidentDelegationChanged,
    { name: 'page-given-team', when: ({ state, drill }) => state === 'waiting' && !drill },
    async (ctx, { data, at }) =>
      pageGivenTeam(ctx, { ...data, reason: data.reason || `Given to you by ${data.by}`, dueAt: at }),
  ),
  on(pageAnswered, 'accept-on-answer', async (ctx, { data: { incidentId, answer, team, by } }) =>
    answer === 'acknowledge' && team !== null ? acceptOnAnswer(ctx, { incidentId, team, by }) : undefined,
  ),

  // A drill is played on by what its trainee does; something real stops every drill.
  on(faultLeftOn, 'notice-fault', async (ctx, { data }) => noticeFault(ctx, data)),
  on(incidentStateChanged, { name: 'play-on-state', when: ({ drill }) => drill }, async (ctx, { data }) =>
    tendDrill(ctx, data),
  ),
  on(
    incidentSeverityChanged,
    { name: 'play-on-severity', when: ({ drill }) => drill },
    async (ctx, { data }) => tendDrill(ctx, data),
  ),
  onRecord(
    incidentSeverityChanged,
    { name: 'pause-drills-on-severity', when: isRealSev1 },
    async (ctx, { data }) => pauseForReal(ctx, data),
  ),
  on(incidentResolved, { name: 'end-drill', when: ({ drill }) => drill }, async (ctx, { data }) =>
    tendDrill(ctx, data),
  ),
  onRecord(incidentDeclared, { name: 'pause-drills', when: isRealSev1 }, async (ctx, { data }) =>
    pauseForReal(ctx, data),
  ),
  onRecord(incidentReopened, { name: 'pause-drills-on-reopening', when: isRealSev1 }, async (ctx, { data }) =>
    pauseForReal(ctx, data),
  ),
  on(incidentAcknowledged, 'stop-paging-on-acknowledge', async (ctx, { data, at }) =>
    acknowledgeEscalations(ctx, {
      incidentId: data.incidentId,
      at,
      teams: data.teams,
      why: `${data.by} is on it`,
      byPerson: data.byPerson,
    }),
  ),
  on(incidentSeverityChanged, 'page-by-severity', async (ctx, { data }) => takeSeverity(ctx, data)),
  on(incidentWorkedOn, 'note-activity', async (ctx, { data }) => noteActivity(ctx, data)),
  on(incidentResolved, 'stop-paging', async (ctx, { data, at }) =>
    stopEscalations(ctx, {
      incidentId: data.incidentId,
      at,
      why: `${data.incidentId} was resolved by ${data.by}`,
    }),
  ),
  on(incidentMerged, 'stop-paging-of-merged', async (ctx, { data }) =>
    stopEscalations(ctx, {
      incidentId: data.incidentId,
      why: `${data.incidentId} was merged into ${data.into}`,
    }),
  ),

  // Who was on until an edit is written down before it is forgotten.
  on(catalogApplied, 'record-shifts', async (ctx, { data }) =>
    data.kinds.includes('Schedule') ? recordShifts(afresh(ctx)) : undefined,
  ),

  // Whoever leaves hands over to whoever comes.
  on(catalogApplied, 'tend-handovers', async (ctx, { data }) =>
    data.kinds.includes('Schedule') ? tendHandovers(afresh(ctx)) : undefined,
  ),
  on(handoverTurned, 'tell-handover', async (ctx, { data }) =>
    tellHandover(ctx, {
      ...{ id: data.handoverId, to: data.to },
      briefFor: async (person) => briefSeenBy(ctx, person),
    }),
  ),

  // What became of each message moves the escalation on, and the log tells it as it is.
  on(deliveryAttempted, 'take-in-attempt', async (ctx, { data }) =>
    isCommunication(data) ? takeDelivery(ctx, data) : recordReceipt(ctx, { ...data, settled: false }),
  ),
  on(deliverySettled, 'take-in-receipt', async (ctx, { data }) =>
    isCommunication(data) ? takeDelivery(ctx, data) : recordReceipt(ctx, { ...data, settled: true }),
  ),
  on(deliveryAnswered, 'answer-in-channel', async (ctx, { data }) => answerInChannel(ctx, data)),
  onRecord(pageProgressed, 'log-page', async (ctx, { data, at }) =>
    recordOnIncident(ctx, { incidentId: data.incidentId, command: pageReport(data, at) }),
  ),
  on(pageAnswered, 'log-answer', async (ctx, { data, at }) =>
    recordOnIncident(ctx, { incidentId: data.incidentId, command: pageReport(data, at) }),
  ),
  on(pageAnswered, 'lead-on-answer', async (ctx, { data: { incidentId, answer, team, byPerson, heir } }) =>
    answer === 'acknowledge' && team === null && byPerson !== null
      ? leadOnAnswer(ctx, { incidentId, person: byPerson, heir })
      : undefined,
  ),
  on(pageFollowed, 'log-shadow', async (ctx, { data, at }) =>
    recordOnIncident(ctx, { incidentId: data.incidentId, command: shadowReport(data, at) }),
  ),
  on(pageFollowed, 'follow-on-answer', async (ctx, { data }) =>
    data.answer === 'acknowledge' ? followOnAnswer(ctx, data) : undefined,
  ),
  onRecord(pageStalled, 'log-stalled', async (ctx, { data }) =>
    recordOnIncident(ctx, {
      incidentId: data.incidentId,
      command: { type: 'record-exhausted', team: data.team, final: false, detail: data.detail },
    }),
  ),
  onRecord(pageExhausted, 'log-exhausted', async (ctx, { data }) =>
    recordOnIncident(ctx, {
      incidentId: data.incidentId,
      command: { type: 'record-exhausted', team: data.team, final: data.final, detail: data.detail },
    }),
  ),
  onRecord(pageStepEmpty, 'log-empty-step', async (ctx, { data }) =>
    recordOnIncident(ctx, {
      incidentId: data.incidentId,
      command: { type: 'record-exhausted', team: data.team, final: false, detail: data.detail },
    }),
  ),

  // Paging that does not go as planned is told loudly, beside the paging itself.
  on(pageStepEmpty, 'notice-empty-step', async (ctx, { data }) =>
    (await isDrill(ctx, data)) ? undefined : noticeTrouble(ctx, data),
  ),
  on(pageStepEmpty, 'tell-empty-step', async (ctx, { data }) =>
    (await isDrill(ctx, data)) ? undefined : tellLeads(ctx, { ...data, trouble: 'empty-step' }),
  ),
  on(pageExhausted, 'notice-exhausted', async (ctx, { data }) =>
    (await isDrill(ctx, data)) ? undefined : noticeTrouble(ctx, data),
  ),
  on(pageExhausted, 'tell-exhausted', async (ctx, { data }) =>
    (await isDrill(ctx, data))
      ? undefined
      : tellLeads(ctx, { ...data, trouble: data.final ? 'exhausted' : 'fallback' }),
  ),

  // A way past the identity provider is used in the open.
  on(breakGlassUsed, 'tell-break-glass', async (ctx, { data, id }) =>
    tellBreakGlass(ctx, { ...data, factId: id }),
  ),
  on(privateOpened, 'tell-private-opened', async (ctx, { data, id }) =>
    tellPrivateOpened(ctx, { ...data, factId: id }),
  ),

  // Who may not sign in any more may be on call all the same.
  on(accountShut, 'tell-shut-out', async (ctx, { data, id }) => tellShutOut(ctx, { ...data, factId: id })),

  // What is over is remembered for those that will be like it.
  onLater(incidentResolved, 'remember-incident', async (ctx, { data }) => rememberIncident(ctx, data)),
  onLater(incidentReopened, 'forget-incident', async (ctx, { data }) => forgetIncident(ctx, data)),

  // Who an action of a review was given to is told.
  on(incidentActionChanged, 'tell-action-owner', async (ctx, { data, id }) =>
    tellActionOwner(ctx, { ...data, factId: id }),
  ),
  on(incidentActionChanged, 'tell-trackers', async (ctx, { data, id }) =>
    tellTrackers(ctx, { ...data, factId: id }),
  ),

  // Teams have the people of their groups, and a team that names another group those of that.
  on(scimGroupsChanged, 'teams', async (ctx) => followGroups(ctx)),
  on(catalogApplied, 'team-groups', async (ctx, { data }) => {
    if (data.kinds.includes('Team')) await followGroups(ctx);
  }),
];

function isRealSev1({ drill, severity }: { drill: boolean; severity: Severity | null }): boolean {
  return !drill && severity === 'SEV1';
}

/** Whether a delivery is a message to people outside, whose recipients have a record of their own. */
function isCommunication({ regarding }: { readonly regarding: string }): boolean {
  return regarding.startsWith('communication:');
}
