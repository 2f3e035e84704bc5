export * from './cause.ts';
export { answerCauseInput, localisationContract } from './contract.ts';
