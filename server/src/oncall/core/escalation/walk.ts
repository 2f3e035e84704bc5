import type { PageTarget } from '@fieldmarshal/contract/catalog';
import { nobodyPaged } from '@fieldmarshal/contract/incidents';
import { applies, chainFor } from './applies.ts';
import { chainOf, ringName, type EscalationState, type Ringing } from './escalation-state.ts';
import type { Effect, Reach, Ring, Step, World } from './machine.ts';

/** The fallback, too, has time to answer before the escalation counts as exhausted. */
const fallbackMinutes = 10;

/** Goes to the next step that has anybody; at the end of the chain to its beginning, then to the fallback, then out. */
export function advance(state: EscalationState, world: World): Step {
  const dueAt = state.dueAt ?? world.now;
  const passed: Effect[] = [];
  for (let next = following(state); next !== null; next = following(next)) {
    const rung = ringStep(next, { world, dueAt });
    if (rung.effects.length === 0) {
      passed.push(...nobodyIn(next, world));
      continue;
    }
    if (!isFallback(next)) return { state: rung.state, effects: [...passed, ...rung.effects] };
    const why = 'Nobody of the escalation policy answered. The fallback is being paged.';
    return {
      state: rung.state,
      effects: [...passed, { kind: 'exhausted', final: false, why }, ...rung.effects],
    };
  }
  const { repeat, steps } = chainOf(state);
  return {
    state: { ...state, round: repeat, step: steps.length, status: 'exhausted', dueAt: null },
    effects: [...passed, { kind: 'exhausted', final: true, why: exhaustion(state) }],
  };
}

/** Begins the walk anew, by the chain that holds now. */
export function restart(state: EscalationState, world: World): Step {
  const chain = chainFor(state.policy, { severity: state.severity, now: world.now });
  const fresh = { status: 'paging', chain, walk: state.walk + 1, round: 0, step: -1, people: {} } as const;
  return advance({ ...state, ...fresh, dueAt: world.now, stalledAt: null }, world);
}

/** The word about a step that applies and has nobody; quiet hours and what people declined are no reason for it. */
function nobodyIn(state: EscalationState, world: World): Effect[] {
  const { severity, round, walk } = state;
  const step = chainOf(state).steps[state.step];
  if (!step || round > 0 || walk > 0 || !applies(step.when, { severity, now: world.now })) return [];
  const canBeReached = step.targets.some((target) =>
    world.reach(target, { severity, isLast: true }).some(({ methods }) => methods.length > 0),
  );
  if (canBeReached) return [];
  const why = `Step ${state.step + 1} of the escalation policy had nobody who can be reached (${step.targets.map(targetText).join(', ')}). It was passed over.`;
  return [{ kind: 'nobody', why }];
}

function targetText(target: PageTarget): string {
  if ('person' in target) return target.person;
  if ('team' in target) return `team ${target.team}`;
  return 'hub' in target ? `hub ${target.hub}` : `schedule ${target.schedule}`;
}

function isFallback(state: EscalationState): boolean {
  return state.step >= chainOf(state).steps.length;
}

function exhaustion(state: EscalationState): string {
  const { policy, people } = state;
  if (policy.name === null && policy.chains.every(({ steps }) => steps.length === 0))
    return `${nobodyPaged}: there is no escalation policy for this, and no default one.`;
  if (Object.keys(people).length === 0)
    return `${nobodyPaged}: no step of the escalation policy has anybody who can be reached, and neither has the fallback.`;
  if (chainOf(state).fallback.length === 0)
    return 'Nobody answered, and there is no fallback. Nobody is being paged any more.';
  return 'Nobody answered, the fallback included. Nobody is being paged any more.';
}

function following(state: EscalationState): EscalationState | null {
  const { steps, repeat } = chainOf(state);
  const { round, step } = state;
  if (step >= steps.length) return null;
  if (step + 1 < steps.length) return { ...state, step: step + 1 };
  if (round < repeat && steps.length > 0) return { ...state, round: round + 1, step: 0 };
  return { ...state, step: steps.length };
}

function ringStep(state: EscalationState, { world, dueAt }: { world: World; dueAt: number }): Step {
  const { steps, fallback } = chainOf(state);
  const step = steps[state.step];
  const { targets, minutes } = step ?? { targets: fallback, minutes: fallbackMinutes };
  const effects: Effect[] = [];
  if (step && !applies(step.when, { severity: state.severity, now: world.now })) return { state, effects };
  const people = { ...state.people };
  for (const asked of askedPeople(targets, { state, world })) {
    const rung = ringPerson(asked, { ring: ringName(state), from: world.now, now: world.now, dueAt });
    if (rung === null) continue;
    people[asked.person] = rung.ringing;
    effects.push(...rung.effects);
  }
  // The fallback asks again also who declined: there is nobody else.
  const declined = step
    ? state.declined
    : state.declined.filter((person) => !isRungBy(people, person, state));
  return { state: { ...state, people, declined, dueAt: world.now + minutes * 60_000 }, effects };
}

function isRungBy(people: EscalationState['people'], person: string, state: EscalationState): boolean {
  return people[person]?.ring === ringName(state);
}

export interface Asked extends Reach {
  readonly turnOf: string | null;
}

/** Each person once, by the first target that names them; of a round-robin group whoever waits longest for a turn. */
export function askedPeople(
  targets: readonly PageTarget[],
  { state, world }: { state: EscalationState; world: World },
): Asked[] {
  const asking = { severity: state.severity, isLast: isFallback(state) };
  const isLeftOut = (each: Reach): boolean =>
    each.methods.length === 0 || (!asking.isLast && state.declined.includes(each.person));
  const found = new Map<string, Asked>();
  for (const target of targets) {
    const able = world.reach(target, asking).filter((each) => !isLeftOut(each));
    const group = groupOf(target);
    const beside = able.filter((each) => each.isBeside === true);
    const among = able.filter((each) => each.isBeside !== true);
    const asked = group === null ? among : nextInTurn(among, world.turns.get(group));
    for (const each of asked) if (!found.has(each.person)) found.set(each.person, { ...each, turnOf: group });
    for (const each of beside) if (!found.has(each.person)) found.set(each.person, { ...each, turnOf: null });
  }
  return [...found.values()];
}

/** The name under which a round-robin target remembers turns; null where everybody is asked. */
export function groupOf(target: PageTarget): string | null {
  if ('person' in target || target.roundRobin !== true) return null;
  if ('team' in target) return `team:${target.team}`;
  return 'hub' in target ? `hub:${target.hub}` : `schedule:${target.schedule}`;
}

function nextInTurn(able: readonly Reach[], turns: ReadonlyMap<string, number> = new Map()): Reach[] {
  const turnOf = ({ person }: Reach): number => turns.get(person) ?? 0;
  const least = Math.min(...able.map(turnOf));
  return able.filter((each) => turnOf(each) === least).slice(0, 1);
}

interface Ringer {
  readonly ring: string;
  /** When the step began, from which the ways of a person are counted. */
  readonly from: number;
  readonly now: number;
  readonly dueAt: number;
}

/** Rings a person by every way that is due; null where there is no way. The way due first is due at once: no rule delays a page. */
export function ringPerson(
  { person, methods, why, team, turnOf }: Asked,
  { ring, from, now, dueAt }: Ringer,
): { ringing: Ringing; effects: Ring[] } | null {
  if (methods.length === 0) return null;
  const first = Math.min(...methods.map(({ afterMs }) => afterMs ?? Infinity));
  const firstPlace = first === Infinity ? 0 : methods.findIndex(({ afterMs }) => afterMs === first);
  const planned = methods.map(({ channel, destination, afterMs }, place) => {
    const after = place === firstPlace ? 0 : afterMs;
    return { channel, destination, dueAt: after === null ? null : from + after };
  });
  const rung = planned.flatMap((way, place) => (way.dueAt !== null && way.dueAt <= now ? [place] : []));
  const effects = rung.flatMap((place): Ring[] => {
    const way = planned[place];
    if (!way) return [];
    const { channel, destination } = way;
    return [{ kind: 'ring', person, ring, method: place, channel, destination, why, team, dueAt, turnOf }];
  });
  return { ringing: { ring, why, team, methods: planned, rung, troubled: [], failed: [] }, effects };
}
