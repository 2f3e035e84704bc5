import { z } from 'zod';
import type { Ctx } from '../env.ts';
import { handle, type Handler, type Lane, type NewTimer } from './task.ts';

/** A kind of fact: something that happened and that other domains may react to. Named in the past tense, e.g. `incident.declared`. */
export interface FactType<D> {
  readonly type: string;
  readonly data: z.ZodType<D>;
}

export function defineFact<D>(type: string, data: z.ZodType<D>): FactType<D> {
  return { type, data };
}

/** A stored fact as reactions see it. */
export interface Fact<D> {
  readonly id: number;
  readonly type: string;
  /** The id of what it is about, e.g. `INC-42`. */
  readonly subject: string;
  readonly data: D;
  readonly at: string;
}

export interface Reaction {
  readonly name: string;
  readonly factType: string;
  readonly lane: Lane;
  readonly together: boolean;
  /** Whether it has anything to do with a fact of this data: for others no job is stored. */
  readonly isWanted: (data: unknown) => boolean;
  readonly run: (ctx: Ctx, fact: Fact<unknown>) => Promise<void>;
}

/** Reactions by the type of fact they wait for. */
export type ReactionTable = ReadonlyMap<string, readonly Reaction[]>;

type Run<D> = (ctx: Ctx, fact: Fact<D>) => Promise<unknown>;

/** The name of a reaction, alone or with the facts it is for. */
type Named<D> = string | { readonly name: string; readonly when: (data: D) => boolean };

/** "When `type` happened, do `run`." Calls one verb: its transaction finishes the reaction too, so it takes effect exactly once. */
export function on<D>(type: FactType<D>, named: Named<D>, run: Run<D>): Reaction {
  const { name, when } = typeof named === 'string' ? { name: named, when: () => true } : named;
  return {
    name,
    factType: type.type,
    lane: 'react',
    together: false,
    isWanted: (data) => when(type.data.parse(data)),
    run: async (ctx, fact) => {
      await run(ctx, { ...fact, data: type.data.parse(fact.data) });
    },
  };
}

/**
 * {@link on}, in the transaction of the job that caused it, which saves the wait for a commit of its own; apart, like any other, where that
 * failed or where a person waits for the cause. For verbs that meet no other writer: they cannot begin again alone.
 */
export function onTogether<D>(type: FactType<D>, named: Named<D>, run: Run<D>): Reaction {
  return { ...on(type, named, run), together: true };
}

/** {@link on}, in the lane that gives way: by what it does nobody is paged, and no person waits to see it. */
export function onRecord<D>(type: FactType<D>, named: Named<D>, run: Run<D>): Reaction {
  return { ...on(type, named, run), lane: 'record' };
}

/** {@link on}, in the lane of what may wait: what it works out must not stand in the way of who is paged. */
export function onLater<D>(type: FactType<D>, named: Named<D>, run: Run<D>): Reaction {
  return { ...on(type, named, run), lane: 'think' };
}

/** Throws when two reactions share a name: the name is the key that makes them run once per fact. */
export function reactionTable(reactions: readonly Reaction[]): ReactionTable {
  const names = new Set<string>();
  const table = new Map<string, Reaction[]>();
  for (const reaction of reactions) {
    if (names.has(reaction.name)) throw new Error(`two reactions are called ${reaction.name}`);
    names.add(reaction.name);
    table.set(reaction.factType, [...(table.get(reaction.factType) ?? []), reaction]);
  }
  return table;
}

const factSchema = z.object({
  id: z.number(),
  type: z.string(),
  subject: z.string(),
  data: z.unknown(),
  at: z.string(),
});

interface Due {
  readonly fact: Fact<unknown>;
  readonly reaction: Reaction;
}

export function reactionsTo(table: ReactionTable, facts: readonly Fact<unknown>[]): Due[] {
  return facts.flatMap((fact) =>
    (table.get(fact.type) ?? [])
      .filter((reaction) => reaction.isWanted(fact.data))
      .map((reaction) => ({ fact, reaction })),
  );
}

/** The key of the timer that makes a reaction happen. */
export function reactionKey({ fact, reaction }: Due): string {
  return `react:${fact.id}:${reaction.name}`;
}

export function reactionTimer(due: Due): NewTimer {
  const { name, lane } = due.reaction;
  return { key: reactionKey(due), task: `react:${name}`, lane, payload: due.fact };
}

export function reactionHandlers(table: ReactionTable): Handler[] {
  return [...table.values()]
    .flat()
    .map((reaction) =>
      handle(
        { name: `react:${reaction.name}`, lane: reaction.lane, payload: factSchema },
        async (ctx, fact) => reaction.run(ctx, { ...fact, data: fact.data }),
      ),
    );
}
