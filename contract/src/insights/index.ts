export { insightsContract } from './contract.ts';
export * from './report.ts';
export * from './schema.ts';
export * from './slo.ts';
export * from './words.ts';
