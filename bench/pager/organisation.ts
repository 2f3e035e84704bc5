import type { PageTarget } from '@fieldmarshal/contract/catalog';
import type { Severity } from '@fieldmarshal/contract';
import type { Chain, PolicySnapshot } from '../../server/src/oncall/core/escalation/escalation-state.ts';
import type { Asking, Reach, Shadow, World } from '../../server/src/oncall/core/escalation/machine.ts';
import { waysOf } from '../../server/src/oncall/core/escalation/plan.ts';
import type { ScheduleRules } from '../../server/src/oncall/core/rotation.ts';
import { onCallAt } from '../../server/src/oncall/core/shifts.ts';
import type { Random } from './random.ts';

/** Simulations begin a while before a change of clocks, or on a day like any other. */
export const beginnings = [
  '2026-03-29T00:20:00Z',
  '2026-10-25T00:20:00Z',
  '2026-06-10T13:00:00Z',
  '2026-11-01T05:30:00Z',
];
const zones = ['Europe/London', 'America/Denver', 'Australia/Sydney'];
export const severities: readonly (Severity | null)[] = ['SEV1', 'SEV2', 'SEV3', 'SEV4', null];
const everyDay = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

interface Person {
  readonly methods: readonly { readonly channel: 'email' | 'webhook'; readonly destination: string }[];
  readonly rules: Parameters<typeof waysOf>[0]['notificationRules'];
  readonly quiet: Parameters<typeof waysOf>[0]['quietHours'];
}

/** People, teams, rotas and policies of one simulated organisation, which change while pages are under way. */
export class Organisation {
  readonly #random: Random;
  readonly people = new Map<string, Person>();
  readonly teams = new Map<string, string[]>();
  readonly rotas = new Map<string, ScheduleRules>();
  policies: PolicySnapshot[];
  /** Trainees, and beside whom each is. Some of them are asked for themselves, too. */
  readonly shadows = new Map<string, string>();
  /** By group, who had a turn when; kept with the commit that takes one. */
  readonly turns = new Map<string, Map<string, number>>();

  constructor(random: Random, startsAt: number) {
    this.#random = random;
    const names = Array.from({ length: random.between(3, 9) }, (_, index) => `p${index}`);
    for (const name of names) this.people.set(name, this.#person(name));
    for (const team of ['t0', 't1', 't2'])
      this.teams.set(team, team === 't2' && random.chance(0.5) ? [] : names.filter(() => random.chance(0.5)));
    for (const rota of ['s0', 's1']) this.rotas.set(rota, this.#rota(names, startsAt));
    this.policies = Array.from({ length: 3 }, () => this.#policy(names));
    for (const trainee of ['q0', 'q1', random.pick(names)]) {
      if (!this.people.has(trainee)) this.people.set(trainee, this.#person(trainee));
      if (random.chance(0.6)) this.shadows.set(trainee, random.pick(names));
    }
  }

  /** An edit of the catalog by somebody, as likely to hurt as any. */
  change(now: number): string {
    const random = this.#random;
    const names = [...this.people.keys()];
    switch (random.between(0, 3)) {
      case 0: {
        if (names.length < 3) return 'nothing';
        const gone = random.pick(names);
        this.people.delete(gone);
        return `${gone} is removed`;
      }
      case 1:
        this.rotas.set(random.pick(['s0', 's1']), this.#rota(names, now - 3_600_000));
        return 'a rota is changed';
      case 2:
        this.teams.set(
          random.pick(['t0', 't1']),
          names.filter(() => random.chance(0.5)),
        );
        return 'a team is changed';
      default:
        this.policies = Array.from({ length: 3 }, () => this.#policy(names));
        return 'the policies are changed';
    }
  }

  /** What the machine is told of the world at a moment. */
  worldAt(now: number): World {
    return {
      now,
      turns: this.turns,
      reach: (target, asking) => this.#reach(target, { ...asking, now }),
      shadowsOf: (person) => this.#shadowsOf(person),
    };
  }

  takeTurn(group: string, person: string): void {
    const known = this.turns.get(group) ?? new Map<string, number>();
    this.turns.set(group, known);
    known.set(person, Math.max(0, ...known.values()) + 1);
  }

  #reach(target: PageTarget, { severity, isLast, now }: Asking & { now: number }): Reach[] {
    const why = 'schedule' in target ? `on call for ${target.schedule}` : 'named';
    return this.#names(target, now).flatMap((name): Reach[] => {
      const person = this.people.get(name);
      if (!person) return [];
      const rules = { methods: person.methods, notificationRules: person.rules, quietHours: person.quiet };
      return [{ person: name, why, team: null, methods: waysOf(rules, { severity, now, isLast }) }];
    });
  }

  #shadowsOf(person: string): Shadow[] {
    return [...this.shadows].flatMap(([trainee, of]): Shadow[] => {
      const known = this.people.get(trainee);
      if (of !== person || trainee === of || !known) return [];
      return [{ person: trainee, methods: known.methods, why: 'shadow', leads: false }];
    });
  }

  #names(target: PageTarget, now: number): readonly string[] {
    if ('person' in target) return [target.person];
    if ('team' in target) return this.teams.get(target.team) ?? [];
    const rota = 'schedule' in target ? this.rotas.get(target.schedule) : undefined;
    return rota ? onCallAt(rota, now) : [];
  }

  #person(name: string): Person {
    const random = this.#random;
    const channels = (['email', 'webhook', 'email'] as const).slice(
      0,
      random.between(random.chance(0.1) ? 0 : 1, 3),
    );
    const methods = channels.map((channel, place) => ({ channel, destination: `${name}/${place}` }));
    const hasRules = random.chance(0.4);
    const quiet = {
      timezone: random.pick(zones),
      windows: [{ days: [...everyDay], from: '22:00', to: '07:00' }],
    };
    return {
      methods,
      rules: hasRules
        ? [
            {
              ring: channels.map((channel, place) => ({
                channel,
                afterMinutes: place * random.between(0, 3),
              })),
            },
          ]
        : [],
      quiet: random.chance(0.2) ? { ...quiet, channels: [], severities: ['SEV3', 'SEV4'] } : null,
    };
  }

  #rota(names: readonly string[], startsAt: number): ScheduleRules {
    const random = this.#random;
    return {
      timezone: random.pick(zones),
      combine: 'precedence',
      layers: [
        {
          name: 'all',
          start: new Date(startsAt - 86_400_000).toISOString(),
          handoff: { type: 'hourly', length: random.between(1, 3) },
          participants: names.filter(() => random.chance(0.7)).concat(random.pick(names)),
          restrictions: random.chance(0.2) ? [{ days: [...everyDay], from: '01:30', to: '02:30' }] : [],
        },
      ],
      overrides: [],
      fallback: [],
    };
  }

  #policy(names: readonly string[]): PolicySnapshot {
    const random = this.#random;
    const base = this.#chain(names, null);
    const grave = { severities: ['SEV1' as const, 'SEV2' as const], outsideHours: false };
    const hours = {
      timezone: random.pick(zones),
      windows: [{ days: [...everyDay], from: '08:00', to: '18:00' }],
    };
    const when = random.chance(0.5) ? grave : { hours, outsideHours: random.chance(0.5) };
    return {
      name: 'policy',
      chains: random.chance(0.4) ? [this.#chain(names, when), base] : [base],
      ackTimeoutMinutes: random.chance(0.3) ? 20 : null,
    };
  }

  #chain(names: readonly string[], when: Chain['when']): Chain {
    const random = this.#random;
    const target = (): PageTarget => {
      const roundRobin = random.chance(0.3);
      switch (random.between(0, 2)) {
        case 0:
          return { person: random.pick(names) };
        case 1:
          return { team: random.pick(['t0', 't1', 't2']), roundRobin };
        default:
          return { schedule: random.pick(['s0', 's1']), roundRobin };
      }
    };
    const steps = Array.from({ length: random.between(1, 3) }, () => ({
      targets: Array.from({ length: random.between(1, 2) }, target),
      minutes: random.pick([1, 2, 5]),
      when: random.chance(0.1) ? { severities: ['SEV1' as const], outsideHours: false } : null,
    }));
    return {
      name: null,
      when,
      steps,
      repeat: random.between(0, 1),
      fallback: random.chance(0.8) ? [target()] : [],
    };
  }
}
