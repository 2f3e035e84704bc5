import { z } from 'zod';
import { guardedFetch, type Env } from '#platform';
import type { ModelProvider } from '../provider.ts';
import { keyHeader } from '../write/key-header.ts';

const count = z.number().int().min(256).max(100_000_000);
/** Servers name it differently: vLLM and LiteLLM, Mistral and LM Studio, OpenRouter, Anthropic, Groq. */
const about = z.object({
  id: z.string(),
  max_model_len: count.optional().catch(undefined),
  max_context_length: count.optional().catch(undefined),
  context_length: count.optional().catch(undefined),
  max_input_tokens: count.optional().catch(undefined),
  context_window: count.optional().catch(undefined),
});
const listOfModels = z.object({ data: z.array(z.unknown()).max(10_000) });

/**
 * How many tokens a model takes, where its server tells that in its list of models; null where it does not, or has no such list. Servers that
 * take less than a request has cut off its beginning in silence, so this bounds what is sent.
 */
export async function readContext(
  env: Pick<Env, 'config'>,
  { spec, key }: Pick<ModelProvider, 'spec' | 'key'>,
): Promise<number | null> {
  try {
    const url = new URL(`${spec.url.replace(/\/+$/, '')}/models`);
    for (const [name, value] of Object.entries(spec.query)) url.searchParams.set(name, value);
    const { status, body } = await guardedFetch({
      url: url.href,
      method: 'GET',
      headers: {
        accept: 'application/json',
        ...(spec.api === 'anthropic' ? { 'anthropic-version': '2023-06-01' } : {}),
        ...keyHeader(spec.key, key),
      },
      timeoutMs: 5_000,
      responseBytesMax: 4 * 1024 * 1024,
      allowPrivate: env.config.allowPrivateAddresses,
    });
    return status === 200 ? contextIn(body, spec.model) : null;
  } catch {
    // A server without such a list is none the worse for it.
    return null;
  }
}

/** Of a list of models as servers of this kind answer it. Throws for anything else. */
export function contextIn(body: string, model: string): number | null {
  const { data } = listOfModels.parse(JSON.parse(body));
  const own = data.flatMap((one) => about.safeParse(one).data ?? []).find(({ id }) => id === model);
  if (own === undefined) return null;
  return (
    own.max_model_len ??
    own.max_context_length ??
    own.context_length ??
    own.max_input_tokens ??
    own.context_window ??
    null
  );
}
