export { trainingContract } from './contract.ts';
export { trainingLadderSpec, type EvidenceKind, type TrainingLadderSpec } from './ladder-spec.ts';
export type { Climber, ShownLadder } from './ladder.ts';
export { scenarioSpec, type ScenarioSpec } from './scenario-spec.ts';
export type {
  DrillDetail,
  DrillMark,
  DrillScene,
  DrillScore,
  DrillSummary,
  ScriptLine,
  ShownScenario,
} from './schema.ts';
export { drillSpeeds, type DrillEnd, type DrillSeat, type DrillState } from './words.ts';
