export { nowContract, type Strips } from './contract.ts';
