export { deliveryContract } from './contract.ts';
