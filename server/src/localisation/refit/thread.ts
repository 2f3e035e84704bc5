import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { fitOn } from '../core/fitting/fit-on.ts';
import { heard, type Known } from '../core/fitting/known.ts';
import type { Weights } from '../core/weights.ts';
import type { Gathered } from '../evidence/gathered.ts';
import type { Lesson, Told } from './fit-apart.ts';

const known: Known[] = [];

/** The other side of `fitApart`: hears one case after the other, and fits once it is asked to. */
parentPort?.on('message', (message: Lesson | { readonly begin: Weights }) => {
  if ('begin' in message) return tell({ fitted: fitOn(known, message.begin) });
  // Written by this server itself, in `judge/look.ts`.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { gathered } = JSON.parse(gunzipSync(message.evidence).toString('utf8')) as { gathered: Gathered };
  const one = heard(gathered.case);
  if (one.facts.index.has(message.cause))
    known.push({ ...one, set: 'answers', group: message.cause, causes: [message.cause] });
  return tell({ heard: true });
});

function tell(told: Told): void {
  parentPort?.postMessage(told, []);
}
