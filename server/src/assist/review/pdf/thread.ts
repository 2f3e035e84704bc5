import { parentPort, workerData } from 'node:worker_threads';
import type { Paper } from './paper.ts';
import { print } from './print.ts';

/** The other side of {@link printApart}: one paper, then the thread is over. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is what `printApart` passes
const printed = await print(workerData as Paper);
parentPort?.postMessage(printed, [printed.bytes.buffer]);
