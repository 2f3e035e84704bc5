export { insightsContract } from './contract.ts';
export * from './schema.ts';
export * from './words.ts';
