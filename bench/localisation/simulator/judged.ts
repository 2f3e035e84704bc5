import type { Judged } from '../sets/judged.ts';
import type { Incident } from './incident.ts';

/** An incident as one of the cases of its kind of fault. */
export function judgedOf({ id, kind, causes, input }: Incident): { name: string; judged: Judged } {
  return { name: `simulator, ${kind}`, judged: { id, causes, input } };
}
