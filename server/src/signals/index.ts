export { signalsHandlers } from './jobs.ts';
export { signalsPlugin } from './intake/plugin.ts';
export { signalsRoutes } from './routes.ts';
export { intakeHealth, startSignals } from './intake/intake.ts';
export { alertsGroupChanged, alertsGroupOpened, alertsGroupResolved } from './facts.ts';
export { closeGroups, linkGroup, reopenGroups } from './alerts/link-group.ts';
export { moveAlerts } from './alerts/move-alerts.ts';
