import { parentPort } from 'node:worker_threads';
import { localise } from '../core/localise.ts';
import type { Asked, Answered } from './apart.ts';

/** The other side of {@link localiseApart}: one case after the other, on a core of its own. */
parentPort?.on('message', ({ id, input, weights }: Asked) => {
  const answer: Answered = { id, verdict: localise(input, weights) };
  parentPort?.postMessage(answer, []);
});
