export * from './calls.ts';
export * from './cause.ts';
export * from './record.ts';
export * from './weights.ts';
export { answerCauseInput, localisationContract } from './contract.ts';
