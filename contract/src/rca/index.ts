export { rcaContract } from './contract.ts';
export * from './rca.ts';
