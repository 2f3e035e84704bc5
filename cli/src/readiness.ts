import { rungs } from '@fieldmarshal/contract/readiness/standard';
import { connect, type Server } from './client.ts';
import { Refusal } from './failure.ts';

interface GateOptions extends Server {
  readonly rung: string;
  readonly minScore: string;
  readonly fresh: boolean;
}

/** Whether a product may go on; exit code 1 and one line for each reason where it may not. */
export async function readinessGate(product: string, options: GateOptions): Promise<void> {
  const rung = rungs.find((each) => each === options.rung);
  if (rung === undefined) throw new Refusal(`--rung takes ${rungs.join(', ')}, not "${options.rung}".`);
  const minScore = Number(options.minScore);
  if (!(minScore >= 0 && minScore <= 4))
    throw new Refusal(`--min-score takes a number from 0 to 4, not "${options.minScore}".`);
  const answer = await connect(options).readiness.gate({
    product,
    rung,
    minScore,
    fresh: options.fresh ? 'true' : 'false',
  });
  for (const warning of answer.warnings) console.error(`warning: ${warning}`);
  for (const reason of answer.reasons) console.error(reason);
  const stands = `${answer.score === null ? 'no score' : `${answer.score.toFixed(1)} of 4`}, ${answer.rung ?? 'no rung'}`;
  if (!answer.passes) throw new Refusal(`${product} is not ready for ${rung}: ${stands}.`);
  console.log(`${product} is ready for ${rung}: ${stands}.`);
}
