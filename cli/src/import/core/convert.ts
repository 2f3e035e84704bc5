import { kinds, type Kind } from '@fieldmarshal/contract/catalog';
import { timeZone, withoutUnseen } from '@fieldmarshal/contract';
import { differences, type Difference, type Span } from './difference.ts';
import type { Described, Draft, Item, Note, PolicyDraft, ScheduleDraft, TargetDraft } from './draft.ts';
import { namesFor } from './names.ts';

/** An object for `apply`, as it goes into a file. */
export interface MadeObject {
  readonly kind: Kind;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What became of one object of the source. */
export interface ReportEntry {
  readonly what: string;
  readonly id: string;
  readonly name: string;
  /** Null where it is not carried over. */
  readonly object: { readonly kind: Kind; readonly name: string } | null;
  readonly notes: readonly Note[];
  /** Of schedules: where before and after differ; null where the source did not say who is on. */
  readonly differences?: readonly Difference[] | null;
  /** Of schedules: who said who is on before, the source itself, or its rules. */
  readonly comparedWith?: ScheduleDraft['renderedBy'];
}

interface Options {
  readonly source: string;
  readonly span: Span;
  /** People the server knows already, by their e-mail address in lower case. */
  readonly known: ReadonlyMap<string, string>;
}

export interface Converted {
  readonly objects: readonly MadeObject[];
  readonly report: readonly ReportEntry[];
}

/** Turns a draft into catalog objects and a report of every object of the source; the same draft gives the same of both. */
export function convert(draft: Draft, options: Options): Converted {
  return new Conversion(draft, options).run();
}

type Names = ReadonlyMap<string, string>;

/** One run: names first, then each kind in the order in which they refer to each other. */
class Conversion {
  readonly #draft: Draft;
  readonly #options: Options;
  readonly #objects: MadeObject[] = [];
  readonly #report: ReportEntry[] = [];
  readonly #people: Names;
  readonly #teams: Names;
  readonly #schedules: Names;
  readonly #policies: Names;
  /** Ids of what really became an object; a reference to anything else leads nowhere. */
  readonly #made = new Set<string>();

  constructor(draft: Draft, options: Options) {
    this.#draft = draft;
    this.#options = options;
    const given = namesFor(
      draft.people.map(({ id, name, email }) => ({ id, name, instead: email?.split('@')[0] ?? '' })),
      'person',
    );
    this.#people = new Map(
      draft.people.map(({ id, email }) => [
        id,
        options.known.get(email?.toLowerCase() ?? '') ?? given.get(id) ?? id,
      ]),
    );
    this.#teams = namesFor(draft.teams, 'team');
    this.#schedules = namesFor(this.#everySchedule(), 'schedule');
    this.#policies = namesFor(draft.policies, 'policy');
  }

  run(): Converted {
    this.#readPeople();
    this.#markTeams();
    for (const each of this.#everySchedule()) this.#schedule(each);
    for (const each of this.#draft.policies) this.#policy(each);
    this.#readTeams();
    this.#readServices();
    for (const { kind, ...item } of this.#draft.left)
      this.#tell(kind, item, { object: null, notes: item.notes });
    return { objects: this.#objects, report: this.#report };
  }

  #everySchedule(): ScheduleDraft[] {
    return [...this.#draft.schedules, ...this.#draft.policies.flatMap(({ pools }) => pools ?? [])];
  }

  #readPeople(): void {
    for (const each of this.#draft.people) {
      const name = this.#people.get(each.id) ?? each.id;
      const isKnown = each.email !== null && this.#options.known.has(each.email.toLowerCase());
      if (isKnown) {
        this.#made.add(`person ${each.id}`);
        const why = `${name} is here already with this e-mail address, and stays as they are`;
        this.#tell('user', each, {
          object: { kind: 'Person', name },
          notes: [{ field: '', outcome: 'changed', why }, ...each.notes],
        });
        continue;
      }
      const spec = {
        displayName: withoutUnseen(each.name),
        email: each.email,
        ...(each.timeZone === null ? {} : { timeZone: each.timeZone }),
        ...(each.contactMethods.length === 0 ? {} : { contactMethods: each.contactMethods }),
      };
      this.#make('Person', name, {
        what: 'user',
        item: each,
        key: `person ${each.id}`,
        notes: [...each.notes],
        spec,
      });
    }
  }

  #schedule(given: ScheduleDraft): void {
    const notes: Note[] = [...given.notes];
    const name = this.#schedules.get(given.id) ?? given.id;
    if (!timeZone.safeParse(given.timeZone).success) {
      const why = `"${given.timeZone}" is no IANA zone such as Europe/London; a zone is not guessed at. Change it in the source and plan again`;
      this.#tell('schedule', given, {
        object: null,
        notes: [...notes, { field: 'time zone', outcome: 'lost', why }],
        differences: null,
      });
      return;
    }
    const { layers: lasting, overrides: ahead } = this.#lasting(given, notes);
    const layers = lasting.flatMap((layer, index) => {
      const participants = layer.participants.flatMap((slot, at) => {
        const people = this.#slot(slot, `${layer.name} (layer ${index + 1}), slot ${at + 1}`, notes);
        return people.length === 0 ? [] : [people.length === 1 ? (people[0] ?? '') : people];
      });
      if (participants.length > 0)
        return [{ ...layer, name: layer.name || `Layer ${index + 1}`, participants }];
      notes.push({
        field: `${layer.name} (layer ${index + 1})`,
        outcome: 'lost',
        why: 'nobody of it could be carried over',
      });
      return [];
    });
    const overrides = ahead.flatMap((each, index) => {
      const user = this.#person(each.user);
      const replaces = each.replaces === undefined ? undefined : this.#person(each.replaces);
      if (user !== null && replaces !== null)
        return [{ ...each, user, ...(replaces === undefined ? {} : { replaces }) }];
      notes.push({
        field: `override ${index + 1}`,
        outcome: 'lost',
        why: `${each.user} is not among the users`,
      });
      return [];
    });
    const rules = { timezone: given.timeZone, combine: given.combine, layers, overrides, fallback: [] };
    const rendered = given.rendered?.map((shift) => ({
      ...shift,
      user: this.#person(shift.user) ?? `?${shift.user}`,
    }));
    const spec = {
      displayName: withoutUnseen(given.name),
      ...this.#described(given, notes),
      timezone: given.timeZone,
      combine: given.combine,
      layers,
      ...(overrides.length === 0 ? {} : { overrides }),
    };
    this.#make('Schedule', name, {
      what: 'schedule',
      item: given,
      key: `schedule ${given.id}`,
      notes,
      spec,
      comparedWith: given.renderedBy,
      differences: () => (rendered === undefined ? null : differences(rules, rendered, this.#options.span)),
    });
  }

  /** What is not over yet. */
  #lasting({ layers, overrides }: ScheduleDraft, notes: Note[]): Pick<ScheduleDraft, 'layers' | 'overrides'> {
    const isAhead = ({ end }: { readonly end?: string | undefined }): boolean =>
      end === undefined || Date.parse(end) > this.#options.span.from;
    const lasting = { layers: layers.filter(isAhead), overrides: overrides.filter(isAhead) };
    const ended = layers.length + overrides.length - lasting.layers.length - lasting.overrides.length;
    if (ended > 0)
      notes.push({
        field: '',
        outcome: 'lost',
        why: `what has ended stays there: ${ended} layers or overrides`,
      });
    return lasting;
  }

  #slot(slot: readonly string[], field: string, notes: Note[]): string[] {
    return slot.flatMap((id) => {
      const person = this.#person(id);
      if (person !== null) return [person];
      notes.push({ field, outcome: 'lost', why: `${id} is not among the users; who comes after moves up` });
      return [];
    });
  }

  #person(id: string): string | null {
    return this.#made.has(`person ${id}`) ? (this.#people.get(id) ?? null) : null;
  }

  #described({ description, owner }: Described, notes: Note[]): Record<string, string> {
    const text = description?.trim() ?? '';
    const team = owner === null || owner === undefined ? undefined : this.#teams.get(owner);
    if (owner !== null && owner !== undefined && team === undefined)
      notes.push({ field: 'owner', outcome: 'lost', why: `team ${owner} is not among the teams` });
    return { ...(text === '' ? {} : { description: text }), ...(team === undefined ? {} : { owner: team }) };
  }

  /** Teams, schedules and policies name each other; a team always becomes an object. */
  #markTeams(): void {
    for (const { id } of this.#draft.teams) this.#made.add(`team ${id}`);
  }

  #policy(given: PolicyDraft): void {
    const notes: Note[] = [...given.notes];
    const steps = given.steps.flatMap(({ targets, minutes }, index) => {
      const found = targets.flatMap((target) => this.#target(target, `step ${index + 1}`, notes));
      const held = Math.min(1_440, Math.max(0.05, minutes));
      if (held !== minutes)
        notes.push({
          field: `step ${index + 1}`,
          outcome: 'changed',
          why: `a step lasts 0.05 to 1440 min here: ${minutes} min became ${held} min`,
        });
      if (found.length > 0) return [{ targets: found, minutes: held }];
      notes.push({
        field: `step ${index + 1}`,
        outcome: 'lost',
        why: 'nobody of it could be carried over; the next step follows at once',
      });
      return [];
    });
    const repeat = Math.min(9, given.repeat);
    if (repeat !== given.repeat)
      notes.push({
        field: 'repeat',
        outcome: 'changed',
        why: `at most 9 repeats here, ${given.repeat} before`,
      });
    const name = this.#policies.get(given.id) ?? given.id;
    if (steps.length === 0) {
      this.#tell('escalation policy', given, {
        object: null,
        notes: [...notes, { field: '', outcome: 'lost', why: 'no step has anybody' }],
      });
      return;
    }
    this.#make('EscalationPolicy', name, {
      what: 'escalation policy',
      item: given,
      key: `policy ${given.id}`,
      notes,
      spec: { displayName: withoutUnseen(given.name), ...this.#described(given, notes), steps, repeat },
    });
  }

  #target(
    { kind, id, roundRobin }: TargetDraft,
    field: string,
    notes: Note[],
  ): Record<string, string | boolean>[] {
    const names = { person: this.#people, schedule: this.#schedules, team: this.#teams }[kind];
    const name = names.get(id);
    if (name !== undefined && this.#made.has(`${kind} ${id}`))
      return [{ [kind]: name, ...(roundRobin === true ? { roundRobin } : {}) }];
    notes.push({
      field,
      outcome: 'lost',
      why: `${kind} ${id} does not exist there any more, or was not carried over`,
    });
    return [];
  }

  #readTeams(): void {
    for (const each of this.#draft.teams) {
      const notes: Note[] = [...each.notes];
      const members = this.#slot(each.members, 'members', notes);
      const spec = {
        displayName: withoutUnseen(each.name),
        members,
        ...this.#reference('escalationPolicy', each.policy, notes),
      };
      this.#make('Team', this.#teams.get(each.id) ?? each.id, {
        what: 'team',
        item: each,
        key: `team ${each.id}`,
        notes,
        spec,
      });
    }
  }

  #reference(field: string, policy: string | null, notes: Note[]): Record<string, string> {
    if (policy === null) return {};
    const name = this.#policies.get(policy);
    if (name !== undefined && this.#made.has(`policy ${policy}`)) return { [field]: name };
    notes.push({ field, outcome: 'lost', why: `policy ${policy} was not carried over` });
    return {};
  }

  #readServices(): void {
    const names = namesFor(this.#draft.services, 'product');
    for (const each of this.#draft.services) {
      const notes: Note[] = [...each.notes];
      const owner = each.owner === null ? undefined : this.#teams.get(each.owner);
      if (owner === undefined) {
        const why = 'a product needs a team that owns it, and the source names none';
        this.#tell('service', each, {
          object: null,
          notes: [...notes, { field: 'owner', outcome: 'lost', why }],
        });
        continue;
      }
      const name = names.get(each.id) ?? each.id;
      const policy = this.#reference('escalationPolicy', each.policy, notes);
      const spec = {
        displayName: withoutUnseen(each.name),
        owner,
        ...(each.description.trim() === '' ? {} : { description: each.description }),
      };
      if (
        !this.#make('Product', name, { what: 'service', item: each, key: `service ${each.id}`, notes, spec })
      )
        continue;
      if ('escalationPolicy' in policy)
        this.#objects.push({
          kind: 'Route',
          name,
          labels: this.#labels(each),
          spec: {
            displayName: `Alerts of ${withoutUnseen(each.name)}`,
            matchers: [`product="${name}"`],
            product: name,
            ...policy,
          },
        });
    }
  }

  #labels({ id }: Item): Record<string, string> {
    return { 'import-source': this.#options.source, 'import-id': id.slice(0, 200) };
  }

  /** Makes an object where its kind takes it; else tells what is wrong with it. */
  #make(
    kind: Kind,
    name: string,
    { what, item, key, notes, spec, differences: differ, comparedWith = 'source' }: Making,
  ): boolean {
    const parsed = kinds[kind].safeParse(spec);
    if (!parsed.success) {
      const faults = parsed.error.issues.map(({ path, message }): Note => ({
        field: path.join('.'),
        outcome: 'lost',
        why: message,
      }));
      this.#tell(what, item, { object: null, notes: [...notes, ...faults] });
      return false;
    }
    this.#made.add(key);
    this.#objects.push({ kind, name, labels: this.#labels(item), spec });
    const told = { object: { kind, name }, notes };
    this.#tell(what, item, differ === undefined ? told : { ...told, differences: differ(), comparedWith });
    return true;
  }

  #tell(what: string, { id, name }: Item, told: Omit<ReportEntry, 'what' | 'id' | 'name'>): void {
    this.#report.push({ what, id, name, ...told });
  }
}

interface Making {
  readonly what: string;
  readonly item: Item;
  /** Kind and id in the source, by which others refer to it. */
  readonly key: string;
  readonly notes: readonly Note[];
  readonly spec: Readonly<Record<string, unknown>>;
  readonly differences?: () => Difference[] | null;
  readonly comparedWith?: ScheduleDraft['renderedBy'];
}

/** For messages: what of the report is not as it was. */
export const outcomeOf = (entry: ReportEntry): 'carried over' | 'changed' | 'left out' => {
  if (entry.object === null) return 'left out';
  return entry.notes.length > 0 || (entry.differences?.length ?? 0) > 0 ? 'changed' : 'carried over';
};
