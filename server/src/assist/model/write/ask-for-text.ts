import type { Env } from '#platform';
import { knownOf, type Entry, type IncidentRecord } from '../../core/record.ts';
import type { TextKind, TextLine } from '../../core/texts/text-kind.ts';
import { beforeOrders } from '../../core/words/addressed.ts';
import { askProvider, type Reply } from './ask-provider.ts';
import { compose, type Composed } from '../core/compose.ts';
import { fitting, roomFor } from '../core/material.ts';
import { judge, type Verdict } from '../core/judge.ts';
import { textPrompt, type Prompt } from '../core/prompt.ts';
import { cloakOf, type HiddenNames } from '../core/redact.ts';
import { readReply, type Draft } from '../core/reply.ts';
import type { ModelProvider } from '../provider.ts';

interface Asked {
  readonly env: { readonly config: Pick<Env['config'], 'allowPrivateAddresses'> };
  readonly provider: Pick<ModelProvider, 'name' | 'spec' | 'key' | 'probe'>;
  readonly kind: TextKind;
  readonly record: IncidentRecord;
  /** The text by rules, and the state the incident is in. */
  readonly rules: readonly TextLine[];
  readonly state: string | null;
  /** All that may be cited, and the part that is sent. */
  readonly material: readonly Entry[];
  readonly sent: readonly Entry[];
  /** Sentences of a model that stay. */
  readonly kept: readonly Verdict[];
  readonly names: HiddenNames;
  readonly nonce: string;
  /** Called with the text as it may be shown, each time a sentence more is verified. */
  readonly onShown: (composed: Composed) => Promise<void> | void;
}

export interface Answered {
  readonly prompt: Prompt;
  readonly reply: Reply;
  /** Of this reply. */
  readonly verdicts: readonly Verdict[];
  /** With the sentences that were kept. */
  readonly all: readonly Verdict[];
}

/** Asks one provider for the sentences of a text and judges each as soon as it is complete. Never throws on what a provider does. */
export async function askForText(asked: Asked): Promise<Answered> {
  const { provider, kind, record, rules, state, kept, onShown } = asked;
  const sent = fitting(asked.sent, roomFor(provider.probe?.contextTokens ?? null));
  const material = withoutUnsent(asked, sent);
  const cloak = cloakOf(asked.names);
  // An order in a title is no more evidence than one in an entry.
  const titled = { ...record, title: beforeOrders(record.title) };
  const texts = kept.map(({ text }) => text);
  const prompt = textPrompt({ kind, record: titled, material: sent, cloak, nonce: asked.nonce, kept: texts });
  const all: Verdict[] = [...kept];
  const known = knownOf(titled);
  const take = async (drafts: readonly Draft[]): Promise<void> => {
    for (const draft of drafts) {
      const shown = all.flatMap((verdict) => (verdict.shown ? [verdict.text] : []));
      const verdict = judge(draft, { material, known, cloak, state, shown });
      all.push(verdict);
      if (verdict.shown) await onShown(compose({ kind, rules, verdicts: all, isWhole: false }));
    }
  };
  const reader = readReply();
  const reply = await askProvider({
    ...{ env: asked.env, provider, prompt },
    manner: { structured: provider.probe?.structured === true, newer: provider.probe?.newer === true },
    onText: async (piece) => take(reader.push(piece)),
  });
  await take(reader.end());
  return { prompt, reply, verdicts: all.slice(kept.length), all };
}

/** What was left out of a request for want of room is no evidence for its answer. */
function withoutUnsent({ material, sent: wanted }: Asked, sent: readonly Entry[]): readonly Entry[] {
  if (sent.length === wanted.length) return material;
  const left = new Set(wanted.map(({ id }) => id).filter((id) => sent.every((one) => one.id !== id)));
  return material.filter(({ id }) => !left.has(id));
}
