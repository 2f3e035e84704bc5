export { oncallContract } from './contract.ts';
