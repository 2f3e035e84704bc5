export { relayContract } from './contract.ts';
export type {
  BundleView,
  ClockView,
  DiodeView,
  GapView,
  IntakeResult,
  LinkInput,
  PreparedBundle,
  RelaySelf,
  ReleaseView,
  ShortResult,
  SiteDetail,
  SiteIncident,
  SiteIncidentSummary,
  SiteView,
} from './schema.ts';
