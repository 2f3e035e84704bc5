export { incidentsContract } from './contract.ts';
