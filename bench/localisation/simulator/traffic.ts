import type { Random } from '../../pager/random.ts';
import type { Effect } from './fault.ts';
import type { LogBook } from './log-book.ts';
import type { CallTree, System } from './system.ts';

/** Columns of spans as they grow. */
export class SpanBook {
  readonly trace: number[] = [];
  readonly parent: number[] = [];
  readonly product: string[] = [];
  readonly operation: string[] = [];
  readonly startUs: number[] = [];
  readonly durationUs: number[] = [];
  readonly failed: boolean[] = [];
  readonly peer: string[] = [];

  open(trace: number, parent: number, of: { product: string; operation: string; peer: string }): number {
    this.trace.push(trace);
    this.parent.push(parent);
    this.product.push(of.product);
    this.operation.push(of.operation);
    this.peer.push(of.peer);
    this.startUs.push(0);
    this.durationUs.push(0);
    this.failed.push(false);
    return this.trace.length - 1;
  }

  close(
    row: number,
    { startMs, endMs, isFailed }: { startMs: number; endMs: number; isFailed: boolean },
  ): void {
    this.startUs[row] = Math.round(startMs * 1000);
    this.durationUs[row] = Math.round((endMs - startMs) * 1000);
    this.failed[row] = isFailed;
  }
}

export interface World {
  readonly random: Random;
  readonly system: System;
  readonly effects: ReadonlyMap<string, Effect>;
  readonly book: SpanBook;
  readonly silent: ReadonlySet<string>;
  readonly log: LogBook;
  /** Whether wrong data change nothing in what is called after them. */
  readonly isSubtle: boolean;
}

export interface Outcome {
  readonly endMs: number;
  readonly isFailed: boolean;
  /** An answer with status 200 that is not right. */
  readonly isWrong: boolean;
}

/** Runs one call: writes its spans, and says when it ended and how. */
export function call(
  world: World,
  tree: CallTree,
  ...[trace, parent, startMs]: readonly [number, number, number]
): Outcome {
  const { random, book, effects } = world;
  const effect = effects.get(tree.product);
  const isSilent = world.silent.has(tree.product) || tree.isThirdParty;
  const row = isSilent
    ? parent
    : book.open(trace, parent, { product: tree.product, operation: tree.operation, peer: '' });
  let now =
    startMs +
    ownMs(world, tree) +
    (effect !== undefined && random.chance(0.9) ? effect.slowMs * (0.7 + random.next() * 0.6) : 0);
  let isFailed = random.chance(0.001);
  let isWrong = random.chance(effect?.wrongShare ?? 0);
  const breaksAt = random.chance(effect?.errorShare ?? 0)
    ? random.between(0, tree.children.length)
    : Infinity;
  for (const [at, child] of tree.children.entries()) {
    if (isFailed || at >= breaksAt) break;
    const below = reach(world, child, { trace, row, caller: tree, now });
    now = below.endMs;
    isWrong ||= below.isWrong;
    if ((below.isFailed && random.chance(0.85)) || (below.isWrong && random.chance(0.3)))
      isFailed = below.isFailed;
    if (isFailed || (below.isWrong && !world.isSubtle && random.chance(0.5))) break;
  }
  const isEcho = isFailed;
  isFailed ||= breaksAt !== Infinity;
  if (!isSilent) writeDown(world, tree, { isFailed, isEcho });
  now += ownMs(world, tree) / 2;
  if (!isSilent) book.close(row, { startMs, endMs: now, isFailed });
  return { endMs: now, isFailed, isWrong };
}

/** A line for each call; of a failure, whether it is of its own or what it heard from whom it called. */
function writeDown(
  { log }: World,
  { product, operation }: CallTree,
  { isFailed, isEcho }: { readonly isFailed: boolean; readonly isEcho: boolean },
): void {
  const how = isEcho ? 'what it asked failed' : 'it broke';
  log.write({
    ...{ product, place: operation, level: isFailed ? 'error' : 'info' },
    template: isFailed ? `request failed: ${how}` : 'request answered',
  });
}

interface From {
  readonly trace: number;
  readonly row: number;
  readonly caller: CallTree;
  readonly now: number;
}

/** The calling side of a call: its own span, and the way there and back. */
function reach(world: World, child: CallTree, { trace, row, caller, now }: From): Outcome {
  const { random, book, effects } = world;
  const isSilent = world.silent.has(caller.product);
  const client = isSilent
    ? row
    : book.open(trace, row, {
        product: caller.product,
        operation: `call ${child.operation}`,
        peer: child.product,
      });
  const effect = effects.get(child.product);
  const way = 0.5 + random.next() + (effect === undefined ? 0 : effect.reachMs * (0.6 + random.next() * 0.8));
  const below = call(world, child, trace, client, now + way / 2);
  const endMs = below.endMs + way / 2;
  if (!isSilent) book.close(client, { startMs: now, endMs, isFailed: below.isFailed });
  return { ...below, endMs };
}

function ownMs({ random, system }: World, { product }: CallTree): number {
  const usual = system.usualMs.get(product) ?? 30;
  return usual * Math.exp((random.next() + random.next() + random.next() - 1.5) * 0.6);
}
