import { integrationKind } from '@fieldmarshal/contract/identity';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { snippetsFor } from './snippets.ts';

const target = { baseUrl: 'https://fm.example/ops', key: 'fmi_abc-_123' };

test.each(integrationKind.options)('set-up for %s names our address and the key in every text', (kind) => {
  const snippets = snippetsFor(kind, target);
  expect(snippets.length).toBeGreaterThan(0);
  for (const { title, text } of snippets) {
    expect(text, title).toContain('fm.example');
    expect(text, title).toContain(target.key);
  }
});

test('the Prometheus block sends to our Alertmanager address', () => {
  const text = snippetsFor('alertmanager', target).find((each) => each.title === 'Prometheus')?.text;
  expect(parse(text ?? '')).toEqual({
    alerting: {
      alertmanagers: [
        {
          scheme: 'https',
          path_prefix: '/ops/intake/alertmanager',
          api_version: 'v2',
          authorization: { type: 'Bearer', credentials: target.key },
          static_configs: [{ targets: ['fm.example'] }],
        },
      ],
    },
  });
});

const texts = integrationKind.options.flatMap((kind) => snippetsFor(kind, target));

test.each(texts.filter((each) => each.language === 'yaml'))('set-up for $title is YAML', ({ text }) => {
  expect(parse(text)).toBeTypeOf('object');
});

test.each(texts.filter((each) => each.text.includes(" -d '")))('the body for $title is JSON', ({ text }) => {
  expect(JSON.parse(/-d '(.*)'/.exec(text)?.[1] ?? '')).toBeTypeOf('object');
});
