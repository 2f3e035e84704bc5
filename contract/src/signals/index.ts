export { signalsContract } from './contract.ts';
