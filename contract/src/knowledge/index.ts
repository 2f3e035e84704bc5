export {
  knowledgeContract,
  type FilledLink,
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
  runbookSpec,
  type LinkTemplateSpec,
  type MetricsPanelSpec,
  type MetricsSourceSpec,
  type RunbookSpec,
} from './specs.ts';
export { faultOfTemplate, fillTemplate, type TemplateValues } from './template.ts';
