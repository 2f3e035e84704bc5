import { chainOf, ringName, type EscalationState, type Ringing } from './escalation-state.ts';
import { unchanged, type Input, type Ring, type Step, type World } from './machine.ts';
import { advance, askedPeople, groupOf, ringPerson } from './walk.ts';

/** The people of the running step who may still be rung. */
function asked(state: EscalationState): [string, Ringing][] {
  const ring = ringName(state);
  return Object.entries(state.people).filter(
    ([person, each]) => each.ring === ring && !state.declined.includes(person),
  );
}

/** When the next way of somebody in the running step is due by their own rules; null where none is. Ways due after the step are never rung. */
export function nextWayAt(state: EscalationState): number | null {
  const due = asked(state)
    .flatMap(([, { methods, rung }]) =>
      methods.flatMap((way, place) => (rung.includes(place) ? [] : [way.dueAt])),
    )
    .filter((at): at is number => at !== null && at <= (state.dueAt ?? -Infinity));
  return due.length === 0 ? null : Math.min(...due);
}

/** Rings the ways that are due by people's own rules. */
export function ringDueWays(state: EscalationState, world: World): Step {
  const due = nextWayAt(state);
  if (due === null || due > world.now) return unchanged(state);
  const until = Math.min(world.now, state.dueAt ?? world.now);
  const people = { ...state.people };
  const effects: Ring[] = [];
  for (const [person, known] of asked(state)) {
    const places = known.methods.flatMap(({ dueAt }, place) =>
      dueAt !== null && dueAt <= until && !known.rung.includes(place) ? [place] : [],
    );
    if (places.length === 0) continue;
    // Who left meanwhile is not rung any more; the step ends by its own time.
    const isHere = world.reach({ person }, { severity: state.severity, isLast: true }).length > 0;
    people[person] = { ...known, rung: [...known.rung, ...places] };
    if (isHere) effects.push(...places.flatMap((place) => ringBy(place, { person, known, now: world.now })));
  }
  return { state: { ...state, people }, effects };
}

interface By {
  readonly person: string;
  readonly known: Ringing;
  readonly now: number;
}

function ringBy(place: number, { person, known, now }: By): Ring[] {
  const way = known.methods[place];
  if (!way) return [];
  const { channel, destination, dueAt } = way;
  const { ring, why, team } = known;
  const due = Math.min(dueAt ?? now, now);
  return [
    { kind: 'ring', person, ring, method: place, channel, destination, why, team, dueAt: due, turnOf: null },
  ];
}

/** A message fails: another way of that person is rung at once, unless one is under way; past a step nobody can answer it goes on. */
export function takeReceipt(
  state: EscalationState,
  input: Extract<Input, { kind: 'receipt' }>,
  world: World,
): Step {
  const { person, ring, method, outcome } = input;
  const known = state.people[person];
  if (!known || known.ring !== ring || !known.rung.includes(method) || known.failed.includes(method))
    return unchanged(state);
  const isNews = !known.troubled.includes(method);
  if (outcome === 'delayed' && !isNews) return unchanged(state);
  const troubled = isNews ? [...known.troubled, method] : known.troubled;
  const failed = outcome === 'failed' ? [...known.failed, method] : known.failed;
  const noted: Ringing = { ...known, troubled, failed };
  const isUnderWay = known.rung.some((place) => !troubled.includes(place));
  const next = isUnderWay || state.declined.includes(person) ? null : nextPlace(noted);
  const becomes = (ringing: Ringing): EscalationState => ({
    ...state,
    people: { ...state.people, [person]: ringing },
  });
  if (next === null) return advanceIfAlone(becomes(noted), world);
  const why = 'another contact method, since the first did not work';
  const rung = { ...noted, rung: [...noted.rung, next] };
  // Due now, whenever it would have been by the person's own rules.
  const effects = ringBy(next, { person, known: { ...noted, why }, now: world.now });
  return { state: becomes(rung), effects: effects.map((effect) => ({ ...effect, dueAt: world.now })) };
}

/** The way that comes next: the one due first, then those that wait for a failure. */
function nextPlace({ methods, rung }: Ringing): number | null {
  const left = methods.flatMap(({ dueAt }, place) =>
    rung.includes(place) ? [] : [{ place, dueAt: dueAt ?? Infinity }],
  );
  const first = Math.min(...left.map(({ dueAt }) => dueAt));
  return left.find(({ dueAt }) => dueAt === first)?.place ?? null;
}

/** Goes on at once where nobody of the running step can answer any more. */
export function advanceIfAlone(state: EscalationState, world: World): Step {
  const mayAnswer = asked(state).some(([, each]) => each.failed.length < each.methods.length);
  // The next step is due now, not when the one that failed would have run out.
  return mayAnswer ? unchanged(state) : advance({ ...state, dueAt: world.now }, world);
}

/** The running step by the rules of a raised severity: who was spared is rung, and ways that would have been due are. */
export function ringAgainBySeverity(state: EscalationState, world: World): Step {
  const chain = chainOf(state);
  const meant = chain.steps[state.step]?.targets ?? chain.fallback;
  // Nobody else takes a turn for it; whoever has it is rung by name.
  const targets = [
    ...meant.filter((each) => groupOf(each) === null),
    ...asked(state).map(([person]) => ({ person })),
  ];
  const minutes = chain.steps[state.step]?.minutes ?? 0;
  const from = minutes === 0 ? world.now : (state.dueAt ?? world.now) - minutes * 60_000;
  const ring = ringName(state);
  const people = { ...state.people };
  const effects: Ring[] = [];
  for (const each of askedPeople(targets, { state, world })) {
    const fresh = ringPerson(each, { ring, from, now: world.now, dueAt: world.now });
    if (fresh === null) continue;
    const known = people[each.person];
    if (known?.ring !== ring) {
      people[each.person] = fresh.ringing;
      effects.push(...fresh.effects);
      continue;
    }
    const merged = merge(known, fresh.ringing);
    const places = merged.methods.flatMap(({ dueAt }, place) =>
      dueAt !== null && dueAt <= world.now && !merged.rung.includes(place) ? [place] : [],
    );
    people[each.person] = { ...merged, rung: [...merged.rung, ...places] };
    effects.push(
      ...places.flatMap((place) => ringBy(place, { person: each.person, known: merged, now: world.now })),
    );
  }
  return { state: { ...state, people }, effects };
}

/** The ways already known keep their places, since their pages are keyed by them; new ones follow. */
function merge(known: Ringing, fresh: Ringing): Ringing {
  const isSame = (a: Ringing['methods'][number], b: Ringing['methods'][number]): boolean =>
    a.channel === b.channel && a.destination === b.destination;
  const methods = known.methods.map((way) => {
    const planned = fresh.methods.find((each) => isSame(each, way))?.dueAt ?? null;
    return { ...way, dueAt: planned ?? way.dueAt };
  });
  const added = fresh.methods.filter((way) => !known.methods.some((each) => isSame(each, way)));
  return { ...known, methods: [...methods, ...added] };
}
