import { features, type Feature, type Vector } from './case.ts';
import { scoreOf, sigmoid, type Model } from './model.ts';
import { featureList } from './rank.ts';

/** What a person said of an incident, with its features as they were frozen when it was judged. */
export interface Verdict {
  readonly vector: Vector;
  readonly accepted: boolean;
}

/** Before so many verdicts the shipped calibration stands. */
export const calibrateMin = 10;
/** Before so many verdicts, and so many of each kind, the shipped weights stand. */
export const reweighMin = 50;
const reweighEachMin = 10;
/** Adoption of new weights is judged on the latest so many verdicts. */
const judgedLast = 50;
const ridgeToPrior = 20;
const verdictsMax = 500;

/**
 * Calibrates with at least {@link calibrateMin} verdicts: slope and shift of the score by penalised likelihood, pulled to "as shipped". The
 * order of incidents stays as it is, because the slope cannot turn negative. With fewer the model comes back as it was given.
 */
export function calibrate(model: Model, verdicts: readonly Verdict[]): Model {
  const latest = verdicts.slice(-verdictsMax);
  if (latest.length < calibrateMin) return { ...model, slope: 1, shift: 0 };
  const scored = latest.map(({ vector, accepted }) => ({
    score: scoreOf(vector, model),
    target: Number(accepted),
  }));
  let slope = 1;
  let shift = 0;
  for (let round = 0; round < 50; round += 1) {
    // Newton steps on two parameters, with a ridge to (1, 0): light on the shift, for a base rate differs most.
    let [gs, gh, ss, sh, hh] = [3 * (slope - 1), 0.5 * shift, 3, 0, 0.5];
    for (const { score, target } of scored) {
      const p = sigmoid(slope * score + shift);
      const spread = Math.max(p * (1 - p), 1e-6);
      gs += (p - target) * score;
      gh += p - target;
      ss += spread * score * score;
      sh += spread * score;
      hh += spread;
    }
    const determinant = ss * hh - sh * sh;
    const [ds, dh] = [(hh * gs - sh * gh) / determinant, (ss * gh - sh * gs) / determinant];
    slope = Math.min(5, Math.max(0.1, slope - clamp(ds)));
    shift = Math.min(8, Math.max(-8, shift - clamp(dh)));
    if (Math.abs(ds) + Math.abs(dh) < 1e-6) break;
  }
  return { ...model, slope, shift };
}

/**
 * New weights from at least {@link reweighMin} verdicts with {@link reweighEachMin} of each kind: a ridge to the prior, none negative, each moved by
 * at most a fifth. Null while there are too few, or when they would not have foretold the latest verdicts better: each of these is foretold
 * by weights of the verdicts before it only.
 */
export function reweigh(prior: Model, current: Model, verdicts: readonly Verdict[]): Model | null {
  const latest = verdicts.slice(-verdictsMax);
  const accepted = latest.filter((verdict) => verdict.accepted).length;
  if (latest.length < reweighMin || accepted < reweighEachMin || latest.length - accepted < reweighEachMin)
    return null;
  const from = latest.length - Math.min(judgedLast, latest.length - calibrateMin);
  let [before, after] = [0, 0];
  let refitted = prior;
  for (let index = from; index < latest.length; index += 1) {
    const seen = latest.slice(0, index);
    // Weights hardly move with one verdict; every fifth is enough.
    if ((index - from) % 5 === 0) refitted = fitWeights(seen, prior, { ridge: ridgeToPrior });
    before += logLoss(latest[index], calibrate(current, seen));
    after += logLoss(latest[index], calibrate(refitted, seen));
  }
  if (after >= before) return null;
  return limited(current, fitWeights(latest, prior, { ridge: ridgeToPrior }));
}

const rounds = 800;
const step = 0.5;

/** Penalised likelihood by projected gradient; weights stay non-negative. `ridge` pulls to the prior's weights; `held` ones stay as they are. */
export function fitWeights(
  verdicts: readonly Verdict[],
  prior: Model,
  { ridge, held = [] }: { readonly ridge: number; readonly held?: readonly Feature[] },
): Model {
  const rows = verdicts.map(({ vector, accepted }) => ({
    values: Float64Array.from(featureList(vector), (value) => value - 0.5),
    target: Number(accepted),
  }));
  const start = Float64Array.from(features, (feature) => prior.weights[feature]);
  const weights = Float64Array.from(start);
  const heldAt = new Set(held.map((feature) => features.indexOf(feature)));
  let { intercept } = prior;
  for (let round = 0; round < rounds; round += 1)
    intercept += moveWeights({ rows, start, ridge, held: heldAt }, weights, intercept);
  return withWeights(prior, [...weights], intercept);
}

interface Fit {
  readonly rows: readonly { readonly values: Float64Array; readonly target: number }[];
  readonly start: Float64Array;
  readonly ridge: number;
  /** Places of weights that stay. */
  readonly held: ReadonlySet<number>;
}

/** One step downhill, in place; returns how far the intercept moves. Plain loops, because this runs a hundred million times a night. */
function moveWeights({ rows, start, ridge, held }: Fit, weights: Float64Array, intercept: number): number {
  const count = Math.max(1, rows.length);
  const slopes = Float64Array.from(
    weights,
    (weight, index) => (ridge * (weight - (start[index] ?? 0))) / count,
  );
  let slope = 0;
  for (const { values, target } of rows) {
    let nats = intercept;
    for (let index = 0; index < values.length; index += 1)
      nats += (values[index] ?? 0) * (weights[index] ?? 0);
    const off = (sigmoid(nats) - target) / count;
    slope += off;
    for (let index = 0; index < values.length; index += 1)
      slopes[index] = (slopes[index] ?? 0) + off * (values[index] ?? 0);
  }
  for (let index = 0; index < weights.length; index += 1)
    if (!held.has(index)) weights[index] = Math.max(0, (weights[index] ?? 0) - step * (slopes[index] ?? 0));
  return -step * slope;
}

/** The cap of one night: a weight moves by a fifth of itself, or by 0.1 where it is small. */
function limited(current: Model, wanted: Model): Model {
  const weights = features.map((feature) => {
    const [from, to] = [current.weights[feature], wanted.weights[feature]];
    const most = Math.max(0.1, from * 0.2);
    return Math.min(from + most, Math.max(from - most, to));
  });
  return withWeights(current, weights, wanted.intercept);
}

function withWeights(model: Model, weights: readonly number[], intercept: number): Model {
  const named = { ...model.weights };
  for (const [index, feature] of features.entries()) named[feature] = weights[index] ?? 0;
  return { ...model, weights: named, intercept };
}

function logLoss(verdict: Verdict | undefined, model: Model): number {
  if (verdict === undefined) return 0;
  const p = sigmoid(model.slope * scoreOf(verdict.vector, model) + model.shift);
  return -Math.log(Math.max(1e-6, verdict.accepted ? p : 1 - p));
}

function clamp(step: number): number {
  return Math.min(1, Math.max(-1, step));
}
