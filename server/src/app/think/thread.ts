import module from 'node:module';
import { workerData } from 'node:worker_threads';
import type { Told } from './thinking.ts';

// Before anything is loaded: a thread compiles anew what the process has kept, unless it is told where.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is what `startThinking` passes
const { compiled } = workerData as Told;
if (compiled !== undefined) module.enableCompileCache(compiled);
await import('./work.ts');
