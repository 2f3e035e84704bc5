export {
  ambushSpec,
  type Ambush,
  type AmbushConsent,
  type AmbushReport,
  type AmbushSpec,
  type OwnAmbushes,
} from './ambush.ts';
export { builtInMeasures } from './builtin-measures.ts';
export { type BurnDown, type InitiativePage, type ReadinessCourse, type TeamCourse } from './course.ts';
export { readinessContract } from './contract.ts';
export {
  definitionOf,
  measureName,
  measureSpec,
  measureTypes,
  measureValue,
  type MeasureDefinition,
  type MeasureSpec,
  type MeasureType,
  type MeasureValue,
} from './measure.ts';
export {
  appliesTo,
  initiativeSpec,
  rungs,
  standardLevels,
  standardSpec,
  type AppliesTo,
  type InitiativeSpec,
  type Rung,
  type StandardLevel,
  type StandardSpec,
} from './standard.ts';
export {
  type Exemption,
  type GateAnswer,
  type MatrixRow,
  type MatrixStandard,
  type NewValue,
  type NextStep,
  type ReadinessChange,
  type ReadinessDay,
  type ReadinessMatrix,
  type ReadinessPreview,
  type Scorecard,
  type ShownInitiative,
  type ShownMeasure,
  type ShownValue,
  type StandardPage,
  type Standing,
} from './schema.ts';
