import { z } from 'zod';
import { described, webAddress } from '../described.ts';
import { line } from '../name.ts';

/**
 * A server with a language model. Its key is no part of it: that is set in Admin, sealed, and sent to this address only. Azure and
 * Bedrock speak `openai` at their compatible addresses; so do Ollama and vLLM.
 */
export const modelProviderSpec = z.strictObject({
  ...described,
  /** The wire format: chat completions, or messages. */
  api: z.enum(['openai', 'anthropic']),
  /** Without the last part of the path, such as `http://ollama:11434/v1` or `https://api.anthropic.com/v1`. */
  url: webAddress,
  model: line,
  /** The header that carries the key. */
  key: z.enum(['bearer', 'api-key', 'x-api-key', 'none']).default('bearer'),
  query: z.record(z.string().max(100), z.string().max(500)).default({}),
  /** The lowest is asked first; where it fails, the next one. At most two are asked for one text. */
  priority: z.number().int().min(0).max(1000).default(100),
  enabled: z.boolean().default(true),
  /** Until the first piece of an answer, and until its end. */
  firstChunkMs: z.number().int().min(100).max(60_000).default(3_000),
  totalMs: z.number().int().min(500).max(120_000).default(10_000),
  /** For a million tokens, in any one currency. */
  price: z
    .strictObject({
      inputPerMillion: z.number().min(0).max(100_000),
      outputPerMillion: z.number().min(0).max(100_000),
    })
    .optional(),
});
export type ModelProviderSpec = z.output<typeof modelProviderSpec>;
