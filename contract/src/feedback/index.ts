export { feedbackContract } from './contract.ts';
export { dashboardSpec, ownDashboard, type DashboardSpec } from './dashboard-spec.ts';
export * from './schema.ts';
