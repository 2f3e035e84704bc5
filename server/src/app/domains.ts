import {
  assistRoutes,
  delegationHandlers,
  delegationRoutes,
  modelHandlers,
  modelRoutes,
  rcaHandlers,
  rcaRoutes,
  reviewFilesPlugin,
  sealedModelKeys,
} from '#assist';
import { applyObjects, catalogRoutes, permitPut, putObject, startCatalog } from '#catalog';
import { checksHandlers, checksPlugin, checksRoutes, sealedCheckSecrets, startEmbeddedRunner } from '#checks';
import {
  commsHandlers,
  commsRoutes,
  refuseForMessages,
  startStatus,
  statusPlugin,
  messageObjections,
} from '#comms';
import {
  contactsRoutes,
  deliveryHandlers,
  deliveryPlugins,
  deliveryRoutes,
  sealedProviders,
  sealedTrackerKeys,
  startDelivery,
} from '#delivery';
import { identityHandlers, identityPlugin, identityRoutes, sealedIdentity } from '#identity';
import { impactHandlers, impactRoutes } from '#impact';
import { feedbackPlugin, feedbackRoutes, insightsHandlers, insightsRoutes } from '#insights';
import { incidentsPlugin, incidentsRoutes } from '#incidents';
import { knowledgeRoutes } from '#knowledge';
import { localisationHandlers, localisationRoutes, otlpPlugin, sealedMetricsAccess } from '#localisation';
import {
  answerLinks,
  calendarPlugin,
  oncallHandlers,
  oncallRoutes,
  aloneByRules,
  refuseUnqualifiedRules,
  startRoster,
} from '#oncall';
import { api, platformRetention, resealJob, type Env, type Handler, type SealedColumn } from '#platform';
import { relayHandlers, relayPlugin, relayRoutes, sealedRelay, startDiode } from '#relay';
import { readinessHandlers, readinessPlugin, readinessRoutes, sayOfStandards } from '#readiness';
import { handoverRoutes } from './handover/routes.ts';
import { linkedSignals } from './linked-signals.ts';
import { knownNow } from './now/known-now.ts';
import { nowRoutes } from './now/routes.ts';
import { privacyHandlers } from './privacy/erasure/erase-person.ts';
import { privacyPlugin } from './privacy/plugin.ts';
import { privacyRoutes } from './privacy/routes.ts';
import { ticketsPlugin, ticketsRoutes } from '#tickets';
import { graphRoutes, trainingHandlers, trainingRoutes } from '#training';
import { signalsHandlers, signalsPlugin, signalsRoutes, startSignals } from '#signals';

/** The whole product API. */
export const apiRouter = api.router({
  identity: identityRoutes,
  catalog: {
    ...catalogRoutes,
    put: api.catalog.put.handler(async ({ input, context: { ctx } }) => {
      permitPut(ctx, input.kind);
      await refuseUnqualifiedRules(ctx, input);
      refuseForMessages(input);
      return putObject(ctx, input);
    }),
    apply: api.catalog.apply.handler(async ({ input, context: { ctx } }) => {
      const ofStandards = sayOfStandards();
      return applyObjects(ctx, input, async (asked, object, all) => [
        ...(await aloneByRules(asked, object)),
        ...messageObjections(object),
        ...(await ofStandards(asked, object, all)),
      ]);
    }),
  },
  checks: checksRoutes,
  localisation: localisationRoutes,
  comms: commsRoutes,
  rca: rcaRoutes,
  readiness: readinessRoutes,
  signals: signalsRoutes,
  oncall: oncallRoutes,
  handover: handoverRoutes,
  incidents: { ...incidentsRoutes, ...linkedSignals },
  impact: impactRoutes,
  now: nowRoutes,
  delivery: deliveryRoutes,
  contacts: contactsRoutes,
  assist: assistRoutes,
  knowledge: { ...knowledgeRoutes, ...graphRoutes },
  model: modelRoutes,
  delegation: delegationRoutes,
  relay: relayRoutes,
  insights: insightsRoutes,
  feedback: feedbackRoutes,
  tickets: ticketsRoutes,
  training: trainingRoutes,
  privacy: privacyRoutes,
});

/** HTTP outside the product API: intake, answer links, sign-in, uploads. */
export const plugins = [
  identityPlugin,
  signalsPlugin,
  answerLinks(knownNow),
  calendarPlugin,
  incidentsPlugin,
  checksPlugin,
  statusPlugin,
  readinessPlugin,
  feedbackPlugin,
  reviewFilesPlugin,
  otlpPlugin,
  relayPlugin,
  ticketsPlugin,
  privacyPlugin,
  ...deliveryPlugins,
];

/** Wherever a secret is sealed: what is missing here stays under the key of before. */
export const sealedColumns: readonly SealedColumn[] = [
  ...sealedIdentity,
  sealedProviders,
  ...sealedCheckSecrets,
  sealedModelKeys,
  sealedTrackerKeys,
  sealedMetricsAccess,
  ...sealedRelay,
];

/** Every job of every domain. */
export const domainHandlers: readonly Handler[] = [
  platformRetention,
  resealJob(sealedColumns),
  ...identityHandlers,
  ...deliveryHandlers,
  ...signalsHandlers,
  ...oncallHandlers,
  ...checksHandlers,
  ...localisationHandlers,
  ...impactHandlers,
  ...commsHandlers,
  ...readinessHandlers,
  ...rcaHandlers,
  ...modelHandlers,
  ...delegationHandlers,
  ...insightsHandlers,
  ...trainingHandlers,
  ...relayHandlers,
  ...privacyHandlers,
];

/** The few parts that hold state in the process. */
export function startDomains(env: Env): { stop(): Promise<void> } {
  const running = [
    startCatalog(env),
    startSignals(env),
    startRoster(env),
    startDelivery(env),
    startEmbeddedRunner(env),
    startStatus(env),
    startDiode(env),
  ];
  return {
    stop: async () => {
      await Promise.all(running.map((part) => part.stop()));
    },
  };
}
