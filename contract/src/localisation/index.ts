export * from './calls.ts';
export * from './cause.ts';
export * from './record.ts';
export * from './spans.ts';
export * from './weights.ts';
export { answerCauseInput, localisationContract } from './contract.ts';
