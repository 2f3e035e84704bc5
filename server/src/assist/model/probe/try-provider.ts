import type { ModelProbe } from '@fieldmarshal/contract/assist';
import type { Env } from '#platform';
import { knownOf, type IncidentRecord } from '../core/record.ts';
import { askProvider, type Reply } from './write/ask-provider.ts';
import { judge } from './core/judge.ts';
import { textKinds } from '../core/texts/kinds.ts';
import { textPrompt } from './core/prompt.ts';
import { cloakOf } from './core/redact.ts';
import { readReply, type Draft } from './core/reply.ts';
import type { ModelProvider } from './provider.ts';

const entry = { origin: 'prose', status: 'investigating' } as const;
/** Of nobody: what a provider is tried with. */
const madeUp: IncidentRecord = {
  title: 'Uploads fail',
  severity: 'SEV3',
  products: ['Uploads'],
  startedAt: '2026-01-05T09:00:00.000Z',
  now: '2026-01-05T09:30:00.000Z',
  entries: [
    { ...entry, id: '1', at: '2026-01-05T09:00:00.000Z', text: 'Uploads over 10 MB fail with error 502.' },
    {
      ...entry,
      id: '2',
      at: '2026-01-05T09:20:00.000Z',
      text: 'The cause is a full disk of the upload queue.',
    },
  ],
};

/** Asks with a schema first; where the server refuses that, without one. */
export async function tryProvider(env: Env, provider: ModelProvider): Promise<ModelProbe> {
  const first = await tryOnce(env, provider, true);
  const isHeld = first.reply.failure === null && first.drafts.length > 0;
  const { reply, drafts, pieces, cites } = isHeld ? first : await tryOnce(env, provider, false);
  const ok = reply.failure === null && drafts.length > 0;
  return {
    at: env.clock.now().toISOString(),
    ok,
    streams: pieces > 1,
    structured: isHeld && provider.spec.api === 'openai',
    cites,
    ms: reply.ms,
    detail: ok
      ? `${drafts.length} ${drafts.length === 1 ? 'sentence' : 'sentences'} of ${provider.spec.model}`
      : (reply.failure ?? 'It answered without a sentence that cites an entry.'),
  };
}

interface Tried {
  readonly reply: Reply;
  readonly drafts: readonly Draft[];
  readonly pieces: number;
  /** Whether one of its sentences would have been shown. */
  readonly cites: boolean;
}

async function tryOnce(env: Env, provider: ModelProvider, structured: boolean): Promise<Tried> {
  const cloak = cloakOf({ people: [], customers: [] });
  const prompt = textPrompt({
    ...{ kind: textKinds.summary, record: madeUp, material: madeUp.entries, cloak },
    ...{ nonce: 'probe', kept: [] },
  });
  const reader = readReply();
  const drafts: Draft[] = [];
  let pieces = 0;
  const reply = await askProvider({
    ...{ env, provider, prompt },
    structured: structured && provider.spec.api === 'openai',
    onText: (piece) => {
      pieces += 1;
      drafts.push(...reader.push(piece));
    },
  });
  drafts.push(...reader.end());
  const ground = {
    material: madeUp.entries,
    known: knownOf(madeUp),
    cloak,
    state: 'investigating',
    shown: [],
  };
  return { reply, drafts, pieces, cites: drafts.some((draft) => judge(draft, ground).shown) };
}
