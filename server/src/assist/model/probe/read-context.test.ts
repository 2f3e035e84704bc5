import { expect, test } from 'vitest';
import { contextIn } from './read-context.ts';

test.each([
  ['vLLM', { max_model_len: 8192 }, 8192],
  ['Mistral', { max_context_length: 131_072 }, 131_072],
  ['OpenRouter', { context_length: 200_000 }, 200_000],
  ['Anthropic', { max_input_tokens: 200_000 }, 200_000],
  ['Groq', { context_window: 32_768 }, 32_768],
  ['a server that does not tell', {}, null],
  ['a server that tells nonsense', { max_model_len: 'many' }, null],
])('how much a model takes is read from the list of %s', (_, told, tokens) => {
  const list = { data: [{ id: 'other', max_model_len: 1_000 }, null, { id: 'tiny', ...told }] };
  expect(contextIn(JSON.stringify(list), 'tiny')).toBe(tokens);
});

test('another model says nothing, and an answer of another kind is refused', () => {
  expect(contextIn('{"data":[{"id":"other","max_model_len":1000}]}', 'tiny')).toBeNull();
  expect(() => contextIn('<html>', 'tiny')).toThrow(/JSON/);
});
