import { features, type Feature, type Vector } from './case.ts';
import prior from './weights.json' with { type: 'json' };

/** A scorecard: no weight is negative, so more of anything never makes an incident look less worth a look. */
export interface Model {
  readonly weights: Readonly<Record<Feature, number>>;
  readonly intercept: number;
  /** Platt's two numbers: how the score becomes a probability in this organisation. `slope` is positive, so the order stays. */
  readonly slope: number;
  readonly shift: number;
}

/** What is shipped; the file says how it was fitted. */
export const priorModel: Model = {
  weights: prior.weights,
  intercept: prior.intercept,
  slope: 1,
  shift: 0,
};

/** The score before calibration, in nats; 0 is as likely as not. */
export function scoreOf(vector: Vector, { weights, intercept }: Model): number {
  return features.reduce((total, feature) => total + contributionOf(feature, vector, weights), intercept);
}

export function contributionOf(feature: Feature, vector: Vector, weights: Model['weights']): number {
  return weights[feature] * (vector[feature] - 0.5);
}

/** 0..1. */
export function probabilityOf(vector: Vector, model: Model): number {
  return sigmoid(model.slope * scoreOf(vector, model) + model.shift);
}

export function sigmoid(nats: number): number {
  return 1 / (1 + Math.exp(-nats));
}
