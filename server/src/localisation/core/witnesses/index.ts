import type { Witness } from '../testimony.ts';
import { brokenFlow } from './broken-flow.ts';
import { logs } from './logs.ts';
import { lostRequests, lostTime } from './lost-service.ts';
import { resources } from './resources.ts';
import { spanTime } from './span-time.ts';

/** Every kind of evidence. A new one is a file beside these, a line here, and a weight (`npm run fit:localisation`). */
export const witnesses: readonly Witness[] = [lostTime, lostRequests, spanTime, brokenFlow, logs, resources];

export const travelling: ReadonlySet<string> = new Set(
  witnesses.filter(({ travels }) => travels).map(({ name }) => name),
);
