import type { ModelProbe } from '@fieldmarshal/contract/assist';
import { assert, type Env } from '#platform';
import { knownOf, type IncidentRecord } from '../../core/record.ts';
import { textKinds } from '../../core/texts/kinds.ts';
import { judge, type Verdict } from '../core/judge.ts';
import { textPrompt, type Prompt } from '../core/prompt.ts';
import { cloakOf } from '../core/redact.ts';
import { readReply } from '../core/reply.ts';
import type { ModelProvider } from '../provider.ts';
import { askProvider, type Manner, type Reply } from '../write/ask-provider.ts';
import { readContext } from './read-context.ts';

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

const plainly: Manner = { structured: false, newer: false };
const manners: readonly Manner[] = [
  { structured: true, newer: false },
  { structured: true, newer: true },
  plainly,
  { structured: false, newer: true },
];

/** One call of a try, with all that came of it. */
export interface Attempt {
  readonly prompt: Prompt;
  readonly reply: Reply;
  readonly verdicts: readonly Verdict[];
  readonly pieces: number;
}

/**
 * Asks about a made-up incident, with a schema first and without one where that does not work; each time, where the server refuses the
 * request itself, also in the newer words for it that OpenAI's reasoning models want. What it can do, and each call that was made.
 */
export async function tryProvider(
  env: Env,
  provider: ModelProvider,
): Promise<{ readonly probe: ModelProbe; readonly attempts: readonly Attempt[] }> {
  const attempts: Attempt[] = [];
  let manner: Manner = plainly;
  for (const next of provider.spec.api === 'openai' ? manners : [plainly]) {
    const before = attempts.at(-1);
    if (next.newer && before?.reply.isRefused !== true) continue;
    manner = next;
    const attempt = await tryOnce(env, provider, next);
    attempts.push(attempt);
    if (isAnswer(attempt)) break;
  }
  const attempt = attempts.at(-1);
  assert(attempt !== undefined, 'nothing was tried');
  const ok = isAnswer(attempt);
  const probe: ModelProbe = {
    at: env.clock.now().toISOString(),
    ok,
    ...{ streams: attempt.pieces > 1, structured: ok && manner.structured, newer: ok && manner.newer },
    cites: attempt.verdicts.some(({ shown }) => shown),
    contextTokens: ok ? await readContext(env, provider) : null,
    ms: attempt.reply.ms,
    detail: detailOf(attempt, provider.spec.model),
  };
  return { probe, attempts };
}

function isAnswer({ reply, verdicts }: Attempt): boolean {
  return reply.failure === null && verdicts.length > 0;
}

function detailOf(attempt: Attempt, model: string): string {
  const { verdicts, reply } = attempt;
  if (isAnswer(attempt))
    return `${verdicts.length} ${verdicts.length === 1 ? 'sentence' : 'sentences'} of ${model}`;
  return reply.failure ?? 'It answered without a sentence that cites an entry.';
}

async function tryOnce(env: Env, provider: ModelProvider, manner: Manner): Promise<Attempt> {
  const cloak = cloakOf({ people: [], customers: [] });
  const prompt = textPrompt({
    ...{ kind: textKinds.summary, record: madeUp, material: madeUp.entries, cloak },
    ...{ nonce: 'probe', kept: [] },
  });
  const ground = {
    ...{ material: madeUp.entries, known: knownOf(madeUp), cloak, state: 'investigating', shown: [] },
  };
  const reader = readReply();
  const verdicts: Verdict[] = [];
  let pieces = 0;
  const reply = await askProvider({
    ...{ env, provider, prompt, manner },
    onText: (piece) => {
      pieces += 1;
      verdicts.push(...reader.push(piece).map((draft) => judge(draft, ground)));
    },
  });
  verdicts.push(...reader.end().map((draft) => judge(draft, ground)));
  return { prompt, reply, verdicts, pieces };
}
