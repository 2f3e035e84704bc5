export * from './apply.ts';
export { catalogContract, objectDetail, objectView, type ObjectDetail, type ObjectView } from './contract.ts';
export * from './escalation-spec.ts';
export * from './kinds.ts';
export * from './map.ts';
export * from './schedule-spec.ts';
export * from './notification-spec.ts';

export { severityRulesSpec, type SeverityRule } from './severity-rules.ts';
