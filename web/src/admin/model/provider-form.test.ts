import { modelProviderSpec } from '@fieldmarshal/contract/assist';
import { expect, test } from 'vitest';
import { blankProvider, missingInProvider, providerForm, providerOf } from './provider-form.ts';

const spec = modelProviderSpec.parse({
  ...{ displayName: 'Ollama', api: 'openai', url: 'http://ollama:11434/v1', model: 'llama', key: 'none' },
  ...{
    query: { v: '1' },
    firstChunkMs: 2_500,
    totalMs: 60_000,
    price: { inputPerMillion: 0.5, outputPerMillion: 2 },
  },
});

test('editing nothing saves the very same provider, with what has no field', () => {
  expect(providerOf(providerForm(spec))).toEqual(spec);
});

test('times are typed in seconds, and prices may be left out together', () => {
  const changed = providerOf({ ...providerForm(spec), firstChunk: '0.5', inputPrice: '', outputPrice: '' });
  expect(changed.firstChunkMs).toBe(500);
  expect(changed).not.toHaveProperty('price');
  expect(
    modelProviderSpec.parse(providerOf({ ...blankProvider, url: 'http://a.example/v1', model: 'm' })),
  ).toEqual(modelProviderSpec.parse({ api: 'openai', url: 'http://a.example/v1', model: 'm' }));
});

test('what cannot be is told by its field', () => {
  const paths = (part: object) =>
    missingInProvider({ ...providerForm(spec), ...part }).map(({ path }) => path);
  expect(paths({})).toEqual([]);
  expect(paths({ url: 'ollama:11434', model: ' ' })).toEqual(['url', 'model']);
  expect(paths({ priority: '1.5' })).toEqual(['priority']);
  expect(paths({ firstChunk: '61', total: 'soon' })).toEqual(['firstChunkMs', 'totalMs']);
  expect(paths({ outputPrice: '-1' })).toEqual(['outputPrice']);
});
