export * from './calls.ts';
export * from './cause.ts';
export * from './record.ts';
export * from './spans.ts';
export * from './weights.ts';
export { answerCauseInput, answerGroupInput, localisationContract } from './contract.ts';
