import type { Spec } from '@fieldmarshal/contract/catalog';
import type { ContactMethod } from '@fieldmarshal/contract/delivery/contact-method';

/** Something of an object that does not come over as it was. `changed`: differently. `lost`: not at all. */
export interface Note {
  /** Where it was in the source, such as `rotations[1].participants[0]`. */
  readonly field: string;
  readonly outcome: 'changed' | 'lost';
  readonly why: string;
}

/** One object of the source, with its own id there. */
export interface Item {
  readonly id: string;
  readonly name: string;
  readonly notes: readonly Note[];
}

export interface PersonDraft extends Item {
  readonly email: string | null;
  readonly timeZone: string | null;
  readonly contactMethods: readonly ContactMethod[];
}

interface TeamDraft extends Item {
  /** Ids of people. */
  readonly members: readonly string[];
  readonly policy: string | null;
}

type Layer = Spec<'Schedule'>['layers'][number];

/** A layer whose participants are ids of people, several for each slot. */
export interface LayerDraft extends Omit<Layer, 'participants'> {
  readonly participants: readonly (readonly string[])[];
}

export type OverrideDraft = Spec<'Schedule'>['overrides'][number];

/** Who the source itself says is on; instants as RFC 3339. */
export interface RenderedShift {
  readonly user: string;
  readonly start: string;
  readonly end: string;
}

/** What is said about a schedule or a policy beside its rules. */
export interface Described {
  readonly description?: string | null | undefined;
  /** Id of the team that it belongs to. */
  readonly owner?: string | null | undefined;
}

export interface ScheduleDraft extends Item, Described {
  readonly timeZone: string;
  readonly combine: 'precedence' | 'union';
  readonly layers: readonly LayerDraft[];
  readonly overrides: readonly OverrideDraft[];
  /** Null where nothing says who is on there. */
  readonly rendered: readonly RenderedShift[] | null;
  /** Where `rendered` comes from; `rules`: the source did not say, so its rules were asked apart from our schedule code. */
  readonly renderedBy: 'source' | 'rules';
}

export interface TargetDraft {
  readonly kind: 'person' | 'schedule' | 'team';
  readonly id: string;
  /** Pages one of the schedule or team instead of all. */
  readonly roundRobin?: boolean;
}

export interface PolicyDraft extends Item, Described {
  readonly steps: readonly { readonly targets: readonly TargetDraft[]; readonly minutes: number }[];
  /** Schedules that exist for a step of it. */
  readonly pools?: readonly ScheduleDraft[];
  readonly repeat: number;
}

export interface ServiceDraft extends Item {
  readonly description: string;
  /** Id of a team. */
  readonly owner: string | null;
  readonly policy: string | null;
}

/** What a source holds, in our terms and with its own ids. */
export interface Draft {
  readonly people: readonly PersonDraft[];
  readonly teams: readonly TeamDraft[];
  readonly schedules: readonly ScheduleDraft[];
  readonly policies: readonly PolicyDraft[];
  readonly services: readonly ServiceDraft[];
  /** What is not carried over as an object at all, each with the reason. */
  readonly left: readonly (Item & { readonly kind: string })[];
}
