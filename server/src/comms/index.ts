import { handle, type Handler } from '#platform';
import { awakeTask, copyTask, digestTask, draftTask, promiseTask, redraftTask, sendTask } from './jobs.ts';
import { refreshDrafts } from './messages/refresh-drafts.ts';
import { sendApproved } from './messages/send.ts';
import { sendDigest } from './people/digest.ts';
import { remind } from './people/promises.ts';
import { noteAwake } from './status/load-facts.ts';
import { putCopy } from './status/push/put-copy.ts';

export { draftMessage, type Draft, type Drafting } from './core/draft.ts';
export {
  appStates,
  audiences,
  channelKinds,
  knowsNothing,
  stages,
  symptoms,
  type AffectedApp,
  type AppState,
  type Audience,
  type ChannelKind,
  type DraftFacts,
  type Fact,
  type Knowledge,
  type Said,
  type Stage,
  type Symptom,
} from './core/facts.ts';
export { templatesFor, type Template } from './core/choose-template.ts';
export { languageCodes } from './core/language/index.ts';
export { rules, type Finding, type RuleName } from './core/lint/finding.ts';
export { isBlocked, lint, textMax } from './core/lint/lint.ts';
export type { Span } from './core/marks.ts';
export { messageHash, type HashedMessage } from './message-hash.ts';
export { messageObjections, refuseForMessages } from './own-templates.ts';
export { shippedTemplates } from './templates.ts';

export { communicationHeld, communicationSent } from './facts.ts';
export { holdApproved } from './messages/hold-approved.ts';
export { wantDrafts } from './messages/want-drafts.ts';
export { takeDelivery } from './sending/take-delivery.ts';
export { owedNotice, settlePromises, takePromise } from './people/promises.ts';
export { tellHeld } from './people/tell-held.ts';
export { commsRoutes } from './routes.ts';
export { startStatus } from './status/board.ts';
export { statusPlugin } from './status/plugin.ts';

export const commsHandlers: readonly Handler[] = [
  handle(sendTask, sendApproved),
  handle(draftTask, refreshDrafts),
  handle(redraftTask, refreshDrafts),
  handle(promiseTask, remind),
  handle(digestTask, sendDigest),
  handle(copyTask, putCopy),
  handle(awakeTask, async (ctx) => noteAwake(ctx.env)),
];
