import type { Collector } from './collector.ts';
import { fromAmbushes } from './from-ambushes.ts';
import { fromCatalog } from './from-catalog.ts';
import { fromChecks } from './from-checks.ts';
import { fromFollowUp } from './from-follow-up.ts';
import { fromOncall } from './from-oncall.ts';
import { fromPaging } from './from-paging.ts';
import { fromTraffic } from './from-traffic.ts';

/** Everything that the platform measures by itself; each group fails alone. */
export const collectors: readonly Collector[] = [
  fromCatalog,
  fromOncall,
  fromPaging,
  fromAmbushes,
  fromFollowUp,
  fromChecks,
  fromTraffic,
];

/** The group that each built-in measure is looked at with. */
export const groupOf: ReadonlyMap<string, string> = new Map(
  collectors.flatMap(({ name, measures }) => measures.map((measure): [string, string] => [measure, name])),
);
