export { catalogContract } from './contract.ts';
export * from './kinds.ts';
