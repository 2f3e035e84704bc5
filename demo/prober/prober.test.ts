import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { close, listen } from '../loopback.ts';
import type { Target } from '../prometheus/configuration.ts';
import { look, type Finding, type Memory } from './alerts.ts';
import { conditions } from './conditions.ts';
import { prober } from './prober.ts';
import { filledIn, readRules } from './rules.ts';
import { readSamples, type Scrape } from './scrape.ts';

const rules = readRules();

describe('the rules', () => {
  it('are each known to the prober, which knows no others', () => {
    expect(rules.map(({ alert }) => alert).toSorted()).toEqual(Object.keys(conditions).toSorted());
  });

  it('carry product, environment and severity, and annotations that the prober can fill in', () => {
    for (const rule of rules) {
      expect(rule.expr).toContain('by (product, environment');
      expect(['critical', 'major', 'warning']).toContain(rule.labels['severity']);
      expect(Object.keys(rule.annotations)).toEqual(['summary', 'description', 'runbook_url']);
      for (const text of Object.values(rule.annotations)) {
        expect(filledIn(text, { product: 'maps', environment: 'eu-prod' }, 1.5)).not.toMatch(/[{}$]/);
      }
    }
  });

  it('are filled in as Prometheus writes its values', () => {
    const cases = [
      ['{{ $value | humanizePercentage }}', 0.33333, '33.33%'],
      ['{{ $value | humanizeDuration }}', 0.25, '250ms'],
      ['{{ $value | humanizeDuration }}', 17.5, '17.5s'],
      ['{{ $value | humanizeDuration }}', 129_599, '1d 11h 59m 59s'],
      ['{{ $value | humanize1024 }}B', 64 * 1024 * 1024, '64MiB'],
    ] as const;
    for (const [template, value, text] of cases) expect(filledIn(template, {}, value)).toBe(text);
    expect(() => filledIn('{{ $externalLabels.x }}', {}, 1)).toThrow('cannot fill in');
  });
});

function reading(at: number, text: string | null): Scrape {
  return { at, samples: text === null ? null : readSamples(text) };
}

const requests = (good: number, bad: number) =>
  `http_server_requests_total{operation="get",status="200"} ${good}\nhttp_server_requests_total{operation="get",status="500"} ${bad}\n`;
const durations = (fast: number, slow: number) =>
  ['0.1', '1', '2.5', '+Inf']
    .map(
      (le) =>
        `http_server_request_duration_seconds_bucket{le="${le}"} ${Number(le) <= 1 ? fast : fast + slow}\n`,
    )
    .join('');

describe('the conditions', () => {
  it.each([
    ['ProductDown', [reading(0, ''), reading(5, null)], 1],
    ['ProductDown', [reading(0, null), reading(5, '')], null],
    ['ProductErrors', [reading(0, requests(0, 0)), reading(10, requests(90, 10))], 0.1],
    ['ProductErrors', [reading(0, requests(0, 0)), reading(10, requests(96, 4))], null],
    ['ProductErrors', [reading(0, requests(0, 0)), reading(30, requests(0, 1))], null],
    ['ProductErrors', [reading(5, requests(0, 9))], null],
    // After a crash the counters begin again at zero.
    ['ProductErrors', [reading(0, requests(900, 900)), reading(5, null), reading(10, requests(8, 2))], 0.2],
    ['ProductSlow', [reading(0, durations(0, 0)), reading(10, durations(80, 20))], 2.125],
    ['ProductSlow', [reading(0, durations(0, 0)), reading(10, durations(99, 1))], null],
    ['QueueLag', [reading(0, 'product_queue_lag_seconds 15')], null],
    ['QueueLag', [reading(0, 'product_queue_lag_seconds 16')], 16],
    ['MemoryGrowth', [reading(0, 'product_memory_bytes 3.3e+07')], 33e6],
    ['CertificateExpires', [reading(0, 'product_certificate_expires_timestamp_seconds 100000')], 99_990],
    ['CertificateExpires', [reading(0, 'product_certificate_expires_timestamp_seconds 200000')], null],
    ['CertificateExpiresSoon', [reading(0, 'product_certificate_expires_timestamp_seconds 200000')], 199_990],
    ['CertificateExpiresSoon', [reading(0, 'product_certificate_expires_timestamp_seconds 9e9')], null],
  ] as const)('%s', (name, window, expected) => {
    const value = conditions[name]?.(window, 10) ?? null;
    expect(value === null ? null : Number(value.toFixed(9))).toBe(expected);
  });
});

describe('an alert', () => {
  const finding: Finding = { key: 'a', forSeconds: 10, labels: { alertname: 'A' }, annotations: {} };
  const lookAt = (memory: Memory, now: number, findings = [finding]) =>
    look(memory, findings, { now, generatorURL: 'http://x' });

  it('fires when it held for its time, is refreshed with the same start, and is resolved once', () => {
    const pending = lookAt(new Map(), 1000);
    const firing = lookAt(pending.memory, 11_000);
    const refreshed = lookAt(firing.memory, 16_000);
    const gone = lookAt(refreshed.memory, 21_000, []);
    const after = lookAt(gone.memory, 26_000, []);
    expect(pending.alerts).toEqual([]);
    expect(firing.alerts[0]).toMatchObject({
      startsAt: '1970-01-01T00:00:11.000Z',
      endsAt: '1970-01-01T00:00:31.000Z',
    });
    expect(refreshed.alerts[0]).toMatchObject({
      startsAt: '1970-01-01T00:00:11.000Z',
      endsAt: '1970-01-01T00:00:36.000Z',
    });
    expect(gone.alerts[0]).toMatchObject({
      startsAt: '1970-01-01T00:00:11.000Z',
      endsAt: '1970-01-01T00:00:21.000Z',
    });
    expect(after.alerts).toEqual([]);
  });

  it('that ends before its time was up is never posted', () => {
    const pending = lookAt(new Map(), 1000);
    expect(lookAt(pending.memory, 6000, []).alerts).toEqual([]);
  });
});

describe('the prober', () => {
  const servers: Server[] = [];
  afterEach(() => Promise.all(servers.splice(0).map(close)));

  const serve = async (handle: Parameters<typeof createServer>[1]) => {
    const server = createServer(handle);
    servers.push(server);
    return listen(server, 0);
  };

  it('posts what Prometheus would, and posts again what met a 503', async () => {
    let lag = 60;
    const posts: { status: number; body: { labels: Record<string, string>; endsAt: string }[] }[] = [];
    const statuses = [503, 200, 503, 200];
    const product = await serve((_, res) => res.end(`product_queue_lag_seconds ${lag}\n`));
    const sink = await serve((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const status = statuses[posts.length] ?? 200;
        posts.push({ status, body: JSON.parse(Buffer.concat(chunks).toString()) as never });
        res.writeHead(status).end();
      });
    });
    const target: Target = { product: 'messages', environment: 'eu-prod', port: product };
    const troubles: string[] = [];
    const probe = prober({
      targets: [target],
      alertsUrl: `http://127.0.0.1:${sink}/api/v2/alerts`,
      generatorURL: 'http://127.0.0.1:4610',
      onTrouble: (sentence) => troubles.push(sentence),
    });
    const start = Date.UTC(2026, 10, 24);
    for (const seconds of [0, 5, 10]) await probe(start + seconds * 1000);
    lag = 0;
    for (const seconds of [15, 20, 25]) await probe(start + seconds * 1000);

    const rule = rules.find(({ alert }) => alert === 'QueueLag');
    const labels = { alertname: 'QueueLag', product: 'messages', environment: 'eu-prod', ...rule?.labels };
    expect(posts.map(({ body }) => body.map((alert) => alert.labels))).toEqual([
      [labels],
      [labels],
      [labels],
      [labels],
    ]);
    // Firing at 5 and 10 s; resolved at 15 s, which met a 503, so once more at 20 s; then silence.
    expect(posts.map(({ body }) => body[0]?.endsAt.slice(17, 19))).toEqual(['25', '30', '15', '15']);
    expect(troubles).toHaveLength(2);
  });
});
