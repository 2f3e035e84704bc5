import { linkTemplateSpec, metricsPanelSpec, productMetricSpec } from '@fieldmarshal/contract/knowledge';
import { expect, test } from 'vitest';
import { blankLink, linkForm, linkOf, missingInLink } from './link-form.ts';
import { blankMetric, metricForm, metricOf, missingInMetric, panelOfMetric } from './metric-form.ts';
import { blankPanel, missingInPanel, panelForm, panelOf } from './panel-form.ts';

test('editing nothing saves the very same link template and metrics panel', () => {
  const link = linkTemplateSpec.parse({
    ...{ displayName: 'Logs', shows: 'logs', url: 'https://l.example/{{product}}', description: 'kept' },
    ...{ products: ['search'], leadMinutes: 10, links: [{ title: 'a', url: 'https://a.example' }] },
  });
  expect(linkOf(linkForm(link))).toEqual(link);
  const panel = metricsPanelSpec.parse({
    ...{ source: 'main', query: 'up{p="{{product}}"}', unit: '%', legend: 'code', description: 'Errors' },
    environments: ['eu'],
  });
  expect(panelOf(panelForm(panel))).toEqual(panel);
});

test('a field that was emptied is gone, and a new one has what the server would have put', () => {
  const panel = metricsPanelSpec.parse({ source: 'main', query: 'up', legend: 'code', displayName: 'Up' });
  const emptied = panelOf({ ...panelForm(panel), legend: ' ', displayName: '' });
  expect(emptied).not.toHaveProperty('legend');
  expect(emptied).not.toHaveProperty('displayName');
  expect(linkTemplateSpec.parse(linkOf({ ...blankLink, url: 'https://a.example' }))).toEqual(
    linkTemplateSpec.parse({ url: 'https://a.example' }),
  );
});

test('what is missing is told by its field: the address, the server, a placeholder that is broken, the minutes', () => {
  const paths = (faults: { path: string }[]) => faults.map(({ path }) => path);
  expect(paths(missingInLink(blankLink))).toEqual(['url']);
  expect(missingInLink({ ...blankLink, url: 'https://a.example/{{product' })[0]?.message).toContain(
    '{{name}}',
  );
  expect(paths(missingInLink({ ...blankLink, url: 'https://a.example', leadMinutes: '-5' }))).toEqual([
    'leadMinutes',
  ]);
  expect(paths(missingInLink({ ...blankLink, url: 'https://a.example', leadMinutes: '20000' }))).toEqual([
    'leadMinutes',
  ]);
  expect(paths(missingInPanel(blankPanel))).toEqual(['source', 'query']);
});

test('a product metric is saved as it was, tells what is missing, and is drawn as a panel with a line for each product', () => {
  const metric = productMetricSpec.parse({
    ...{ source: 'main', role: 'latency', query: 'p{e="{{environment}}"}', productLabel: 'service' },
    ...{ environments: ['eu'], displayName: 'Slow', links: [{ title: 'a', url: 'https://a.example' }] },
  });
  expect(metricOf(metricForm(metric))).toEqual(metric);
  expect(metricsPanelSpec.parse(panelOfMetric(metricForm(metric)))).toMatchObject({
    ...{ source: 'main', legend: 'service', environments: ['eu'], products: [] },
  });
  expect(missingInMetric(blankMetric).map(({ path }) => path)).toEqual(['source', 'query']);
  expect(missingInMetric({ ...metricForm(metric), productLabel: '5xx' })[0]?.path).toBe('productLabel');
});
