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
export { shippedTemplates } from './templates.ts';
