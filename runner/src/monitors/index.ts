export type { Rehearsed } from './core/rehearse.ts';
export { MonitorFailure } from './failure.ts';
export { rehearsePromql } from './rehearse-promql.ts';
export { runMonitor } from './run-monitor.ts';
