import {
  contentStems,
  faultsOf,
  statesClaimed,
  type FaultKind,
  type KnownFacts,
} from '@fieldmarshal/contract/text';
import type { Entry } from '../../core/record.ts';
import { isFiller } from '../../core/summary/cues.ts';
import { isAddressed } from '../../core/words/addressed.ts';
import { sentenceCharactersMax } from './prompt.ts';
import { placeholdersIn, type Cloak } from './redact.ts';
import type { Draft } from './reply.ts';

/** Beside what any sentence may be wrong in: a placeholder of another entry or of none, a state that is over, an order, a filler, said before. */
type ModelFaultKind = FaultKind | 'placeholder' | 'secret' | 'stale' | 'order' | 'filler' | 'repeat';

export interface Verdict {
  /** As it is shown, or would have been: names are back where every placeholder is known. */
  readonly text: string;
  readonly cites: readonly string[];
  /** The section it is meant for. */
  readonly section: string;
  readonly shown: boolean;
  readonly faults: readonly { readonly kind: ModelFaultKind; readonly what: string }[];
}

export interface Ground {
  /** What was sent, in plain text: nothing else is evidence. */
  readonly material: readonly Entry[];
  readonly known: KnownFacts;
  readonly cloak: Cloak;
  /** The state the incident is in now. */
  readonly state: string | null;
  /** Sentences that are shown already. */
  readonly shown: readonly string[];
}

/** Whether a sentence of a model may be shown. Only what follows from the entries it cites is; the model's word counts for nothing. */
export function judge(draft: Draft, ground: Ground): Verdict {
  const revealed = ground.cloak.reveal(draft.text);
  const text = revealed ?? draft.text;
  const form = formFaults(draft, revealed, ground);
  const faults: Verdict['faults'] =
    revealed === null || text.length > sentenceCharactersMax * 2
      ? form
      : [
          ...form,
          ...faultsOf({ text, cites: draft.cites }, ground.material, ground.known),
          ...staleFaults(text, ground),
          ...earlyFaults(text, ground),
          ...(ground.shown.some((other) => isSame(other, text))
            ? [{ kind: 'repeat' as const, what: text }]
            : []),
        ];
  return {
    text,
    cites: draft.cites,
    section: draft.section,
    shown: faults.length === 0,
    faults: faults.map(({ kind, what }) => ({ kind, what: what.slice(0, 200) })),
  };
}

function formFaults(
  { text, cites }: Draft,
  revealed: string | null,
  { material, cloak }: Ground,
): Verdict['faults'] {
  const given = material
    .filter(({ id }) => cites.includes(id))
    .map((entry) => cloak.hide(entry.text))
    .join('\n');
  const strange = placeholdersIn(text).filter((one) => !placeholdersIn(given).includes(one));
  return [
    ...(text.length > sentenceCharactersMax
      ? [{ kind: 'too-long' as const, what: `${text.length} characters` }]
      : []),
    ...(revealed === null || strange.length > 0
      ? [{ kind: 'placeholder' as const, what: strange.join(', ') }]
      : []),
    // A summary needs no secret, not even one that its readers may see.
    ...(/\bTOKEN_\d/i.test(text) ? [{ kind: 'secret' as const, what: '' }] : []),
    ...(isAddressed(text) ? [{ kind: 'order' as const, what: text }] : []),
    ...(isFiller(text) ? [{ kind: 'filler' as const, what: text }] : []),
  ];
}

/** A state that the incident has left is no news, unless the sentence tells it as past or with its time. */
function staleFaults(text: string, { state, material }: Ground): { kind: 'stale'; what: string }[] {
  if (state === null || /\b(?:was|were|had|at \d{1,2}:\d{2})\b|\d{1,2}:\d{2}/i.test(text)) return [];
  const left = new Set(
    material.flatMap(({ status }) => (status === null || status === state ? [] : [status])),
  );
  // The words of the states themselves too: not all of them are claims of a public message.
  const claimed = new Set<string>([
    ...statesClaimed(text),
    ...[...left].filter((one) => text.toLowerCase().includes(one)),
  ]);
  return [...claimed].flatMap((one) => (left.has(one) ? [{ kind: 'stale', what: one }] : []));
}

/** That it is over is said by the state of the incident alone: an entry may say so of a part, or wish it. */
function earlyFaults(text: string, { state, material }: Ground): { kind: 'state'; what: string }[] {
  if (state === null || !statesClaimed(text).includes('resolved')) return [];
  const isReached = [state, ...material.map(({ status }) => status)].some(
    (status) => status === 'resolved' || status === 'reviewed',
  );
  return isReached ? [] : [{ kind: 'state', what: 'resolved' }];
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [contentStems(one), contentStems(other)];
  const shared = [...a].filter((stem) => b.has(stem)).length;
  return shared > 0 && shared >= 0.9 * Math.min(a.size, b.size) && Math.abs(a.size - b.size) <= 2;
}
