export {
  knowledgeContract,
  type ReachedSource,
  type RoomRunbook,
  type RoomRunbooks,
  type Runbook,
  type RunbookRow,
} from './contract.ts';
export type { LinkDraft, PanelDraft, RunbookFile } from './drafts.ts';
export type { FilledLink, PanelData, RoomLinks } from './shapes.ts';
export {
  linkTemplateSpec,
  metricsPanelSpec,
  metricsSourceSpec,
  productMetricSpec,
  runbookSpec,
  type LinkTemplateSpec,
  type MetricsPanelSpec,
  type MetricsSourceSpec,
  type ProductMetricSpec,
  type RunbookSpec,
} from './specs.ts';
export { logsSourceSpec, type LogsSourceSpec } from './logs-source.ts';
export { tracesSourceSpec, type TracesSourceSpec } from './traces-source.ts';
export { faultOfTemplate, fillQuery, fillTemplate, type TemplateValues } from './template.ts';
