import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import {
  advise,
  experienceOf,
  soundsOf,
  understand,
  type KnownProduct,
  type TriageFacts,
} from '@fieldmarshal/server/assist';
import { post, readRows } from '../rows.ts';
import { pastsBeside, type EndedIncident } from './past.ts';

export const triageRow = z.object({
  id: z.string(),
  source: z.string().default(''),
  title: z.string(),
  started_at: z.string(),
  updates: z.array(post),
});
type TriageRow = z.infer<typeof triageRow>;

export interface TriageAnswer {
  readonly id: string;
  readonly escalate: number;
  readonly flag: boolean;
  readonly impact: string;
  readonly components: readonly string[];
}

const named = z.object({ source: z.string().default(''), components: z.array(z.string()).default([]) });

/** Names that stand beside more than one incident of an organisation: its catalog, as far as the views beside this one know it. */
function catalogs(path: string): Map<string, KnownProduct[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const file of ['summary.jsonl.gz', 'rca.jsonl.gz', 'draft.jsonl.gz']) {
    const beside = join(dirname(path), file);
    if (!existsSync(beside)) continue;
    for (const { source, components } of readRows(beside, named)) {
      const names = counts.get(source) ?? new Map<string, number>();
      for (const name of components) names.set(name, (names.get(name) ?? 0) + 1);
      counts.set(source, names);
    }
  }
  return new Map(
    [...counts].map(([source, names]) => [
      source,
      // A view has two rows of an incident, so that more than two means another one.
      [...names]
        .filter(([, count]) => count > 2)
        .map(([name]) => ({ product: name, names: [name, ...withinBrackets(name)] })),
    ]),
  );
}

function withinBrackets(name: string): string[] {
  const [, before, inside] = /^(.+?)\s*\(([^)]+)\)$/.exec(name) ?? [];
  return [before, inside].filter((part) => part !== undefined);
}

export function triageOf(path: string): TriageAnswer[] {
  const known = catalogs(path);
  const pasts = pastsBeside(path);
  return readRows(path, triageRow).map((row) =>
    answer(row, known.get(row.source) ?? [], pasts.get(row.source) ?? []),
  );
}

/** As in the product: the newest so many that were over when it was first told. */
const pastMax = 300;

function answer(
  row: TriageRow,
  known: readonly KnownProduct[],
  past: readonly EndedIncident[],
): TriageAnswer {
  const now = Date.parse(row.updates[0]?.at ?? row.started_at);
  const experience = experienceOf(past.filter(({ end }) => Date.parse(end) < now).slice(0, pastMax));
  const text = textOf(row);
  const { products, regions, symptom } = understand(text, known);
  const { hint: words } = advise(factsOf(row, products.length, regions.length));
  const hint = words + experience.graveness(text);
  const learnt = experience.productsOf(text).map(({ product }) => product);
  // Half of the reports of a middling organisation sound like 1.9; the slope is a matter of taste, the order is not.
  const escalate = 1 / (1 + Math.exp(-(hint - 1.9)));
  return {
    id: row.id,
    escalate,
    flag: escalate >= 0.5,
    impact: soundsOf(words, {
      symptom: symptom.kind,
      isOver: row.updates.at(-1)?.status === 'resolved',
      learnt: experience.levelOf(text),
    }),
    components: [...new Set([...products.map(({ product }) => product), ...learnt])],
  };
}

function textOf({ title, updates }: TriageRow): string {
  return [title, ...updates.map(({ body }) => body)].join('\n');
}

/** A public post has no teams, no catalog of workflows and no owner: the facts stand still, and only words and counts speak. */
function factsOf(row: TriageRow, products: number, regions: number): TriageFacts {
  const first = row.updates[0]?.at ?? row.started_at;
  return {
    severity: null,
    proposed: null,
    dataOrSecurity: null,
    products,
    criticalProducts: 0,
    teams: 0,
    causeKnown: row.updates.at(-1)?.status !== 'investigating',
    ageMinutes: 0,
    unnoticedMinutes: (Date.parse(first) - Date.parse(row.started_at)) / 60_000,
    reportedByCustomer: null,
    regions,
    dependents: 0,
    failedMitigation: null,
    regression: null,
    hasOwner: true,
    text: textOf(row),
  };
}
