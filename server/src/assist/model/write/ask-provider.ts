import type { LanguageModel } from 'ai';
import { guardedStream, OutboundError, type Env } from '#platform';
import type { Prompt } from '../core/prompt.ts';
import type { ModelProvider } from '../provider.ts';
import { keyHeader } from './key-header.ts';

/** Whether private addresses may be asked. */
interface Reach {
  readonly config: Pick<Env['config'], 'allowPrivateAddresses'>;
}

export interface Reply {
  readonly text: string;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly ms: number;
  /** Why it did not come to its end, in a sentence; null where it did. What came before is in `text`. */
  readonly failure: string | null;
  /** Whether the server would not have the request as it was put, or had nothing to say to it. */
  readonly isRefused: boolean;
}

/** How a request is put, as the try of a provider has shown that it wants it. */
export interface Manner {
  /** Told the form of the answer beside being told it in words. */
  readonly structured: boolean;
  /** `max_completion_tokens`, and no temperature: reasoning models of OpenAI refuse anything else. */
  readonly newer: boolean;
}

interface Asked {
  readonly env: Reach;
  readonly provider: Pick<ModelProvider, 'spec' | 'key' | 'name'>;
  readonly prompt: Prompt;
  readonly manner: Manner;
  /** Called with each piece of the answer as it comes; what it returns is waited for. */
  readonly onText: (piece: string) => Promise<void> | void;
}

const outputTokensMax = 1_600;
/** What a model thinks before it answers counts, too. */
const reasoningTokensMax = 8_000;
const replyBytesMax = 512 * 1024;

/** Asks one provider once: no tools, no repetition, within its times. Never throws: whatever happens is a reply. */
export async function askProvider({ env, provider, prompt, manner, onText }: Asked): Promise<Reply> {
  // Loaded by whoever asks a model, and by nobody else: it is large.
  const { jsonSchema, Output, streamText } = await import('ai');
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  const { spec } = provider;
  const began = performance.now();
  let text = '';
  let failure: string | null = null;
  let isRefused = false;
  let tokens = { input: 0, output: 0 };
  try {
    const result = streamText({
      model: await modelOf(env, provider, manner),
      instructions: prompt.instructions,
      prompt: prompt.text,
      maxOutputTokens: outputTokensMax,
      ...(manner.newer ? {} : { temperature: 0 }),
      maxRetries: 0,
      timeout: { totalMs: spec.totalMs, firstChunkMs: spec.firstChunkMs },
      telemetry: { isEnabled: false, recordInputs: false, recordOutputs: false },
      onError: () => undefined,
      ...(manner.structured ? { output: Output.object({ schema: jsonSchema(prompt.schema) }) } : {}),
    });
    for await (const part of result.stream) {
      if (part.type === 'text-delta') {
        text += part.text;
        await onText(part.text);
      } else if (part.type === 'error') {
        failure = sentenceOf(part.error);
        isRefused = isRefusal(part.error);
      } else if (part.type === 'abort') failure ??= `It did not answer within ${spec.totalMs / 1000} s.`;
      else if (part.type === 'finish')
        tokens = { input: part.totalUsage.inputTokens ?? 0, output: part.totalUsage.outputTokens ?? 0 };
    }
  } catch (error) {
    failure = sentenceOf(error);
    isRefused = isRefusal(error);
  }
  if (failure === null && text.trim() === '') {
    failure = 'It answered nothing.';
    isRefused = true;
  }
  // A server that counts nothing must not be free of limits.
  const counted =
    tokens.input > 0 ? tokens : { input: roughly(prompt.instructions + prompt.text), output: roughly(text) };
  return { text, tokens: counted, ms: Math.round(performance.now() - began), failure, isRefused };
}

function roughly(text: string): number {
  return Math.ceil(text.length / 4);
}

async function modelOf(
  env: Reach,
  { spec, key, name }: Asked['provider'],
  { structured, newer }: Manner,
): Promise<LanguageModel> {
  const headers = keyHeader(spec.key, key);
  const fetch = fetchFor(env, spec.totalMs);
  if (spec.api === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ baseURL: trimmed(spec.url), apiKey: key ?? 'none', headers, fetch, name })(
      spec.model,
    );
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  return createOpenAICompatible({
    name,
    baseURL: trimmed(spec.url),
    headers,
    fetch,
    includeUsage: true,
    supportsStructuredOutputs: structured,
    ...(newer ? { transformRequestBody: inNewerWords } : {}),
    ...(Object.keys(spec.query).length === 0 ? {} : { queryParams: spec.query }),
  })(spec.model);
}

function inNewerWords(body: Record<string, unknown>): Record<string, unknown> {
  return { ...body, max_tokens: undefined, max_completion_tokens: reasoningTokensMax };
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}

/** The guarded client in the shape that the SDK calls. */
function fetchFor(env: Reach, timeoutMs: number): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, {
      method: init?.method ?? 'POST',
      headers: new Headers(init?.headers),
    });
    return guardedStream(
      {
        url: request.url,
        method: 'POST',
        headers: Object.fromEntries(request.headers),
        ...(typeof init?.body === 'string' ? { body: init.body } : {}),
        timeoutMs,
        responseBytesMax: replyBytesMax,
        allowPrivate: env.config.allowPrivateAddresses,
      },
      init?.signal ?? undefined,
    );
  };
}

/** Without the body of an answer: that may hold anything. */
function sentenceOf(error: unknown): string {
  if (error instanceof OutboundError) return error.message;
  if (!(error instanceof Error)) return 'It failed.';
  if ('statusCode' in error && typeof error.statusCode === 'number')
    return `It answered with HTTP ${error.statusCode}.`;
  if (error.cause instanceof OutboundError) return error.cause.message;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'It did not answer in time.';
  return `It failed: ${error.name}.`;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && [400, 422].includes(Number(error.statusCode));
}
