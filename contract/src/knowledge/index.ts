export {
  knowledgeContract,
  type FilledLink,
  type ReachedSource,
  type PanelData,
  type RoomLinks,
  type RoomRunbook,
  type RoomRunbooks,
  type Runbook,
  type RunbookRow,
} from './contract.ts';
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
export { tracesSourceSpec, type TracesSourceSpec } from './traces-source.ts';
export { faultOfTemplate, fillQuery, fillTemplate, type TemplateValues } from './template.ts';
