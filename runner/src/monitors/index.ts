export { runMonitor } from './run-monitor.ts';
