import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { logsPayload, metricsPayload } from './otlp-payload.ts';

const span = { startedAt: new Date('2026-11-24T01:00:00Z'), at: new Date('2026-11-24T01:01:00.250Z') };
const times = { startTimeUnixNano: '1795482000000000000', timeUnixNano: '1795482060250000000' };
const us = { 'service.name': 'fieldmarshal' };
const stated = (key: string, stringValue: string) => ({ key, value: { stringValue } });

test('counters, gauges and histograms are what Prometheus shows, in the words of OpenTelemetry', async () => {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: 'sent_total', help: 'Sent', labelNames: ['channel'], registers }).inc(
    { channel: 'sms' },
    3,
  );
  new Gauge({ name: 'open', help: 'Open', registers }).set(7);
  new Gauge({ name: 'unknown', help: 'Not known at the moment', registers }).set(NaN);
  const took = new Histogram({
    name: 'took',
    help: 'Took',
    labelNames: ['task'],
    buckets: [1, 5],
    registers,
  });
  for (const seconds of [0.5, 0.5, 2, 60]) took.observe({ task: 'a' }, seconds);
  took.observe({ task: 'b' }, 4);
  const payload = metricsPayload(us, await registry.getMetricsAsJSON(), span);
  expect(payload).toEqual({
    resourceMetrics: [
      {
        resource: { attributes: [stated('service.name', 'fieldmarshal')] },
        scopeMetrics: [
          {
            scope: { name: 'fieldmarshal' },
            metrics: [
              {
                ...{ name: 'sent_total', description: 'Sent' },
                sum: {
                  aggregationTemporality: 2,
                  isMonotonic: true,
                  dataPoints: [{ attributes: [stated('channel', 'sms')], asDouble: 3, ...times }],
                },
              },
              {
                ...{ name: 'open', description: 'Open' },
                gauge: { dataPoints: [{ attributes: [], asDouble: 7, ...times }] },
              },
              {
                ...{ name: 'took', description: 'Took' },
                histogram: {
                  aggregationTemporality: 2,
                  dataPoints: [
                    {
                      ...{ attributes: [stated('task', 'a')], count: '4', sum: 63, explicitBounds: [1, 5] },
                      ...{ bucketCounts: ['2', '1', '1'], ...times },
                    },
                    {
                      ...{ attributes: [stated('task', 'b')], count: '1', sum: 4, explicitBounds: [1, 5] },
                      ...{ bucketCounts: ['0', '1', '0'], ...times },
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  });
});

test('a line of the log is a record with its severity, its sentence, and the rest as attributes', () => {
  const line =
    '{"level":"warn","time":"2026-11-24T01:01:00.250Z","pool":"web","tries":3,"msg":"connection lost"}\n';
  const [record, odd] = recordsOf(logsPayload(us, [line, 'no object']));
  expect(record).toEqual({
    ...{ timeUnixNano: times.timeUnixNano, severityText: 'WARN', severityNumber: 13 },
    body: { stringValue: 'connection lost' },
    attributes: [stated('pool', 'web'), stated('tries', '3')],
  });
  expect(odd).toMatchObject({ timeUnixNano: '0', severityNumber: 0, body: { stringValue: 'no object' } });
});

function recordsOf(payload: object): readonly object[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the function makes it
  const { resourceLogs } = payload as {
    resourceLogs: readonly { scopeLogs: readonly { logRecords: readonly object[] }[] }[];
  };
  return resourceLogs[0]?.scopeLogs[0]?.logRecords ?? [];
}
