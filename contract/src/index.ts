import { assistContract } from './assist/contract.ts';
import { delegationContract } from './assist/delegation.ts';
import { modelContract } from './assist/model-contract.ts';
import { catalogContract } from './catalog/contract.ts';
import { checksContract } from './checks/contract.ts';
import { commsContract } from './comms/contract.ts';
import { contactsContract } from './delivery/contacts.ts';
import { deliveryContract } from './delivery/contract.ts';
import { identityContract } from './identity/contract.ts';
import { impactContract } from './impact/contract.ts';
import { incidentsContract } from './incidents/contract.ts';
import { feedbackContract } from './feedback/contract.ts';
import { insightsContract } from './insights/contract.ts';
import { knowledgeContract } from './knowledge/contract.ts';
import { localisationContract } from './localisation/contract.ts';
import { nowContract } from './now/contract.ts';
import { handoverContract } from './oncall/handover.ts';
import { oncallContract } from './oncall/contract.ts';
import { privacyContract } from './privacy/contract.ts';
import { rcaContract } from './rca/contract.ts';
import { relayContract } from './relay/contract.ts';
import { readinessContract } from './readiness/contract.ts';
import { signalsContract } from './signals/contract.ts';
import { ticketsContract } from './tickets/contract.ts';
import { trainingContract } from './training/contract.ts';

export { actorName, type Actor } from './identity/actor.ts';
export { role, type Role } from './identity/role.ts';
export { issueInWords, typeNameOf, typeWord } from './issue-words.ts';
export { instant, line, objectName, text, timeZone } from './name.ts';
export { didYouMean, nearest } from './nearest.ts';
export { hasUnseen, withoutUnseen } from './unseen.ts';
export { page, pageQuery } from './page.ts';
export { unknownFields } from './unknown-fields.ts';
export { severity, type Severity } from './severity.ts';

/** The whole product API, one router per domain. The server implements it, the UI and the CLI are typed by it. */
export const contract = {
  identity: identityContract,
  catalog: catalogContract,
  checks: checksContract,
  localisation: localisationContract,
  comms: commsContract,
  rca: rcaContract,
  readiness: readinessContract,
  signals: signalsContract,
  now: nowContract,
  oncall: oncallContract,
  handover: handoverContract,
  incidents: incidentsContract,
  impact: impactContract,
  delivery: deliveryContract,
  contacts: contactsContract,
  assist: assistContract,
  knowledge: knowledgeContract,
  model: modelContract,
  delegation: delegationContract,
  relay: relayContract,
  insights: insightsContract,
  feedback: feedbackContract,
  tickets: ticketsContract,
  training: trainingContract,
  privacy: privacyContract,
};
