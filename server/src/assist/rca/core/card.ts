import { features } from './case.ts';
import { calibrateMin, reweighMin, type Verdict } from './learn.ts';
import { priorModel, type Model } from './model.ts';

/** A verdict beside what was said at the time. */
export interface Judged extends Verdict {
  readonly probability: number;
  readonly flagged: boolean;
}

const steps = 5;

/** The model's card: what it weighs, and how well it foretold what people said. Recall counts only what people looked at. */
export function cardOf(model: Model, judged: readonly Judged[]) {
  const accepted = judged.filter((one) => one.accepted);
  const flagged = judged.filter((one) => one.flagged);
  const both = flagged.filter((one) => one.accepted).length;
  return {
    weights: features.map((feature) => ({
      feature,
      weight: model.weights[feature],
      shipped: priorModel.weights[feature],
    })),
    slope: model.slope,
    shift: model.shift,
    verdicts: judged.length,
    accepted: accepted.length,
    calibrated: judged.length >= calibrateMin,
    calibrateAt: calibrateMin,
    reweighAt: reweighMin,
    calibration: Array.from({ length: steps }, (_, step) => binOf(judged, step)),
    precision: flagged.length === 0 ? null : both / flagged.length,
    recall: accepted.length === 0 ? null : both / accepted.length,
  };
}

function binOf(judged: readonly Judged[], step: number) {
  const inside = judged.filter(
    ({ probability }) => Math.min(steps - 1, Math.floor(probability * steps)) === step,
  );
  const mean = (values: readonly number[]) =>
    values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
  return {
    from: step / steps,
    to: (step + 1) / steps,
    said: mean(inside.map(({ probability }) => probability)),
    came: mean(inside.map((one) => Number(one.accepted))),
    n: inside.length,
  };
}
