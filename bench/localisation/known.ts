import { join } from 'node:path';
import { z } from 'zod';
import { heard, type Known } from '@fieldmarshal/server/localisation';
import { readJson } from './sets/files.ts';
import { readSet, type Dataset } from './sets/index.ts';
import { silence } from './robustness.ts';
import { incidents } from './simulator/incident.ts';

const truth = z.record(
  z.string(),
  z.looseObject({
    root_cause: z.array(z.string()),
    fault_type: z.string().optional(),
    metric: z.string().optional(),
  }),
);
const developmentSeed = 1;
const simulated = 180;

export function collect(data: string): Known[] {
  return [...ofSet('petshop', data), ...ofSet('nezha', data), ...ofSimulator(developmentSeed, simulated)];
}

function* ofSet(set: Dataset, data: string): Generator<Known> {
  const answers = truth.parse(readJson(join(data, set, 'truth.json')));
  for (const { id, input } of readSet(set, join(data, set), { byProduct: false })) {
    const answer = answers[id];
    if (answer === undefined) continue;
    const group = `${set}/${answer.root_cause.join()}/${answer.fault_type ?? answer.metric ?? id}`;
    yield { set, group, causes: answer.root_cause, ...heard(input) };
    // A cause that has gone silent is the usual case of a product that is down, and no set has it.
    const silenced = silence(input, new Set(answer.root_cause));
    if (silenced !== null)
      yield { set: `${set}, cause silent`, group, causes: answer.root_cause, ...heard(silenced) };
  }
}

function* ofSimulator(seed: number, count: number): Generator<Known> {
  for (const { id, kind, causes, input } of incidents(seed, count))
    yield { set: 'simulator', group: `${kind}/${id}`, causes, ...heard(input) };
}
