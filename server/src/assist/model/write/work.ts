import type { Ctx } from '#platform';
import { stateChanges, type Entry, type IncidentRecord } from '../../core/record.ts';
import { entriesOf, type TextKind, type TextLine } from '../../core/texts/text-kind.ts';
import type { ReadIncident } from '../../read-incident.ts';
import { materialOf } from '../core/material.ts';
import { stillTrue } from '../core/still-true.ts';
import type { Verdict } from '../core/judge.ts';
import type { StoredPolicy } from '../store/policy-store.ts';
import type { StoredText } from '../store/text-store.ts';

/** After so many new entries a text is written anew as a whole. */
const freshEvery = 20;
/** With so many sentences kept, the next ones would not fit. */
const keptMax = 5;

/** One text of one incident that a model is to write. */
export interface Work {
  readonly ctx: Ctx;
  readonly policy: StoredPolicy;
  readonly read: ReadIncident;
  readonly kind: TextKind;
  /** Only entries behind this one are told of; 0: all. */
  readonly after: number;
  /** The text by rules. */
  readonly rules: readonly TextLine[];
  readonly state: string | null;
  /** All that may be cited, and the part that is sent. */
  readonly material: readonly Entry[];
  readonly sent: readonly Entry[];
  readonly before: StoredText | null;
  /** Sentences of the model that stay. */
  readonly kept: readonly Verdict[];
}

/** What is to be asked: all of it, or of a text that grows only what is new since it was written. */
export function workOf(given: Pick<Work, 'ctx' | 'policy' | 'read' | 'kind' | 'after' | 'before'>): Work {
  const { read, kind, after, before } = given;
  const { record, incident } = read;
  const rules = kind.byRules({ record, incident, after });
  const state = stateOf(record);
  const material = materialOf({ ...record, entries: entriesOf({ record, after }) });
  const written = before?.lines.filter(({ by }) => by === 'model') ?? [];
  const kept = stillTrue(written, record);
  const goesOn =
    kind.growing &&
    before !== null &&
    before.state === state &&
    before.severity === incident.severity &&
    incident.seq - before.freshAt < freshEvery &&
    kept.length > 0 &&
    kept.length <= keptMax &&
    kept.length === written.length;
  const sent = goesOn ? material.filter(({ id }) => Number(id) > before.asOf) : material;
  return { ...given, rules, state, material, sent, kept: goesOn ? kept : [] };
}

export function stateOf({ entries }: IncidentRecord): string | null {
  return stateChanges(entries).at(-1)?.status ?? null;
}
