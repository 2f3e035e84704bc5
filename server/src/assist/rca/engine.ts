export { assessRca, decideFlag, flagThreshold, type Assessment, type FlagDecision } from './core/assess.ts';
export { measure, type PastCase, type RcaCase } from './core/case.ts';
export { calibrate, fitWeights, reweigh, type Verdict as RcaVerdict } from './core/learn.ts';
export { priorModel, probabilityOf as probability, type Model } from './core/model.ts';
