import { describe, expect, test } from 'vitest';
import { emptyCase, type Case, type Series, type Spans } from './case.ts';
import { localise } from './localise.ts';
import { kindByAlerts } from './symptom.ts';
import { fittedWeights } from './weights.ts';

const minute = 60_000;
const at = Array.from({ length: 40 }, (_, row) => row * minute);
const since = 30 * minute;
const products = ['shop', 'cart', 'stock', 'pay', 'bank'];
const calls = [
  ['shop', 'cart'],
  ['cart', 'stock'],
  ['shop', 'pay'],
  ['pay', 'bank'],
] as const;

function errors(product: string, share: number): Series {
  const wobble = (time: number) => 0.001 + ((time / minute) % 3) * 0.0005;
  return {
    product,
    role: 'errors',
    name: 'errors',
    at,
    value: at.map((time) => wobble(time) + (time >= since ? share : 0)),
    usual: [],
  };
}

function load(product: string, requests: number): Series {
  return { product, role: 'load', name: 'requests', at, value: at.map(() => requests), usual: [] };
}

function caseOf(over: Partial<Case>): Case {
  const kinds = products.map((id) => ({
    id,
    kind: id === 'bank' ? ('third-party' as const) : ('product' as const),
  }));
  const empty = emptyCase(
    [...kinds, { id: 'the test', kind: 'test' }, { id: 'the runner', kind: 'environment' }],
    calls,
    since,
  );
  return { ...empty, symptom: { product: 'shop', kind: null, at: since, text: '' }, ...over };
}

interface Call {
  readonly of: string;
  readonly ms: number;
  readonly below?: readonly Call[];
  readonly failed?: boolean;
  readonly peer?: string;
}

/** Spans of some equal traces. */
function traces(count: number, root: Call): Spans {
  const spans = {
    trace: [] as number[],
    parent: [] as number[],
    product: [] as string[],
    operation: [] as string[],
    startUs: [] as number[],
    durationUs: [] as number[],
    failed: [] as boolean[],
    peer: [] as string[],
  };
  const add = (call: Call, trace: number, parent: number): void => {
    const row = spans.trace.push(trace) - 1;
    spans.parent.push(parent);
    spans.product.push(call.of);
    spans.operation.push(call.peer === undefined ? `${call.of} works` : `${call.of} calls ${call.peer}`);
    spans.startUs.push(trace * 1e7 + row);
    spans.durationUs.push((call.ms + trace / 10) * 1000);
    spans.failed.push(call.failed === true);
    spans.peer.push(call.peer ?? '');
    for (const below of call.below ?? []) add(below, trace, row);
  };
  for (let trace = 0; trace < count; trace += 1) add(root, trace, -1);
  return spans;
}

const through = (of: string, peer: string, ms: number, below: readonly Call[], failed = false): Call => ({
  of,
  ms,
  peer,
  below,
  failed,
});
const first = (input: Case) => localise(input, fittedWeights).ranking[0]?.id;

describe('metrics', () => {
  const troubled = [
    errors('shop', 0.2),
    errors('cart', 0.33),
    errors('stock', 0.3),
    errors('pay', 0),
    ...products.map((id) => load(id, 100)),
  ];

  test('a callee explains what its callers show', () => {
    const verdict = localise(caseOf({ series: troubled }), fittedWeights);
    expect(verdict.ranking[0]?.id).toBe('stock');
    expect(verdict.clear).toBe(true);
  });

  test('a caller never explains its callee: who loses more than its callees is blamed itself', () => {
    expect(
      first(
        caseOf({
          series: [
            errors('shop', 0.2),
            errors('cart', 0.3),
            errors('stock', 0),
            ...products.map((id) => load(id, 100)),
          ],
        }),
      ),
    ).toBe('cart');
  });

  test('where the symptom is as usual, nothing is blamed although something else moved', () => {
    const verdict = localise(
      caseOf({
        series: [errors('shop', 0), errors('stock', 0.3), load('stock', 1)],
        symptom: { product: 'shop', kind: 'errors', at: since, text: '' },
      }),
      fittedWeights,
    );
    expect(verdict.ranking).toEqual([]);
    expect(verdict.clear).toBe(false);
  });

  test('holes in what was asked of a product do not hide what it lost', () => {
    const holes = troubled.map((series) =>
      series.role === 'load'
        ? {
            ...series,
            value: series.value.map((value, row) =>
              row % 2 === 0 ? Number.NaN : row % 3 === 0 ? null : value,
            ),
          }
        : series,
    );
    const [top] = localise(caseOf({ series: holes }), fittedWeights).ranking;
    expect(top?.id).toBe('stock');
    expect(top?.evidence.find(({ witness }) => witness === 'lost-requests')?.nats).toBeGreaterThan(1);
  });

  test('what was already so before the trouble is no sign of it', () => {
    const long = { ...errors('pay', 0), value: at.map(() => 0.4), usual: at.map(() => 0.001) };
    expect(first(caseOf({ series: [...troubled, long].filter((one) => one !== troubled[3]) }))).toBe('stock');
  });
});

test('where an alert is all there is, its product is named first, not clearly; one of yesterday names nobody', () => {
  const alert = (startedAt: number) =>
    caseOf({ alerts: [{ product: 'stock', name: 'StockDown', startedAt }] });
  const verdict = localise(alert(since - minute), fittedWeights);
  expect(verdict.ranking[0]?.id).toBe('stock');
  expect(verdict.clear).toBe(false);
  expect(localise(alert(since - 24 * 60 * minute), fittedWeights).ranking).toEqual([]);
});

test('who is called back by what it calls does not explain itself away', () => {
  const alerts = [{ product: 'stock', name: 'StockDown', startedAt: since }];
  const straight = localise(caseOf({ alerts }), fittedWeights);
  const circle = [...calls, ['stock', 'pay'], ['pay', 'stock'], ['pay', 'cart']] as const;
  const round = localise(caseOf({ alerts, calls: circle }), fittedWeights);
  expect(round.ranking[0]).toMatchObject({ id: 'stock', nats: straight.ranking[0]?.nats });
  expect(round.ranking[0]?.probability).toBeCloseTo(straight.ranking[0]?.probability ?? 0, 3);
});

test('where an alert fired, a measurement of something else that is as usual does not say that nothing is wrong', () => {
  const measured = {
    symptom: { product: 'stock', kind: null, at: since, text: '' },
    series: [errors('stock', 0)],
  };
  const alert = { product: 'stock', name: 'stock answers too little', startedAt: since };
  expect(localise(caseOf({ ...measured, alerts: [alert] }), fittedWeights).ranking[0]?.id).toBe('stock');
  expect(localise(caseOf(measured), fittedWeights).ranking).toEqual([]);
  const kind = { symptom: { ...measured.symptom, kind: 'errors' as const } };
  expect(localise(caseOf({ ...measured, ...kind, alerts: [alert] }), fittedWeights).ranking).toEqual([]);
});

describe('where nothing is known but that something is used up', () => {
  const slower: Series = {
    ...{ product: 'pay', role: 'latency', name: 'p95', at, usual: [] },
    value: at.map((time) => 0.008 + ((time / minute) % 3) * 0.0002 + (time >= since ? 0.004 : 0)),
  };
  const usual = traces(40, { of: 'pay', ms: 5 });
  const now = traces(40, { of: 'pay', ms: 8 });
  const growing = (name: string): Case => {
    const alerts = [{ product: 'stock', name, startedAt: since }];
    return caseOf({
      ...{ alerts, series: [slower] },
      symptom: { product: 'stock', kind: kindByAlerts(alerts, since), at: since, text: '' },
      usual: { spans: usual, logs: [] },
      now: { spans: now, logs: [] },
    });
  };

  test.each(['stock needs more and more memory in eu', 'disk_full', 'KubePersistentVolumeFillingUp'])(
    'what takes a little longer elsewhere explains nothing of it: %s',
    (name) => {
      const { ranking, clear } = localise(growing(name), fittedWeights);
      expect({ first: ranking[0]?.id, clear }).toEqual({ first: 'stock', clear: true });
    },
  );

  test('a queue is longer as well by somebody who answers slowly', () => {
    expect(first(growing('The queue of stock grows'))).toBe('pay');
  });

  test('it is not all that is known where another alert speaks of errors', () => {
    const memory = { product: 'stock', name: 'memory', startedAt: since };
    expect(kindByAlerts([memory], since)).toBe('resource');
    expect(kindByAlerts([memory, { ...memory, name: 'StockErrors' }], since)).toBeNull();
    const long = { ...memory, name: 'StockErrors', startedAt: since - 24 * 60 * minute };
    expect(kindByAlerts([memory, long], since)).toBe('resource');
    expect(kindByAlerts([{ ...long, name: 'memory' }], since)).toBeNull();
    expect(kindByAlerts([], since)).toBeNull();
  });
});

test('an alert about what a product has to live on says more of it than one about errors, which may be those of what it calls', () => {
  const sure = (name: string) =>
    localise(caseOf({ alerts: [{ product: 'stock', name, startedAt: since }] }), fittedWeights).ranking[0]
      ?.probability ?? 0;
  const errorsOf = sure('StockErrors');
  for (const name of [
    'stock needs more and more memory in eu',
    'KubePodCrashLooping',
    'disk_full',
    'The queue stands still',
    'The certificate of stock is about to expire',
  ])
    expect(sure(name)).toBeGreaterThan(errorsOf + 0.2);
  for (const name of ['Customers queued', 'A memorable failure']) expect(sure(name)).toBeCloseTo(errorsOf, 9);
});

describe('spans', () => {
  const quiet = (payMs: number, gapMs: number): Call => ({
    of: 'shop',
    ms: 30 + payMs + gapMs,
    below: [through('shop', 'pay', payMs + gapMs + 2, [{ of: 'pay', ms: payMs }])],
  });

  test('a network that is slow before a product is found between the two spans of a call', () => {
    const input = caseOf({
      usual: { spans: traces(30, quiet(10, 0)), logs: [] },
      now: { spans: traces(30, quiet(10, 500)), logs: [] },
    });
    const [top] = localise(input, fittedWeights).ranking;
    expect(top?.id).toBe('pay');
    expect(top?.evidence[0]?.sentence).toContain('before it answers');
  });

  test('a product that is slow in its own work is not looked for on the way to it', () => {
    const input = caseOf({
      usual: { spans: traces(30, quiet(10, 0)), logs: [] },
      now: { spans: traces(30, quiet(600, 0)), logs: [] },
    });
    const [top] = localise(input, fittedWeights).ranking;
    expect(top?.id).toBe('pay');
    expect(top?.evidence[0]?.sentence).toContain('in its own work');
  });

  test('where products send only what they serve, their own slow work is not laid at whom they call', () => {
    const shop = (ms: number): Call => ({
      of: 'shop',
      ms: ms + 40,
      below: [{ of: 'cart', ms: ms + 30, below: [{ of: 'stock', ms: 10 }] }],
    });
    const served = (ms: number) => {
      const spans = traces(30, shop(ms));
      return { spans: { ...spans, serves: spans.product.map(() => true) }, logs: [] };
    };
    expect(first(caseOf({ usual: served(0), now: served(600) }))).toBe('cart');
  });

  test('a failed call of somebody who sends no spans is that one, not its caller', () => {
    const shop = (failed: boolean): Call => ({
      of: 'shop',
      ms: 50,
      failed,
      below: [
        through(
          'shop',
          'pay',
          40,
          [{ of: 'pay', ms: 30, failed, below: [through('pay', 'bank', 20, [], failed)] }],
          failed,
        ),
      ],
    });
    const input = caseOf({
      usual: { spans: traces(30, shop(false)), logs: [] },
      now: { spans: traces(30, shop(true)), logs: [] },
    });
    expect(first(input)).toBe('bank');
  });

  test('a caller that gave up names what was still at work below, not the one it called', () => {
    const stock: Call = { of: 'stock', ms: 1_120 };
    const cart: Call = { of: 'cart', ms: 1_200, below: [through('cart', 'stock', 1_150, [stock])] };
    const now = traces(6, { of: 'shop', ms: 1_010, below: [through('shop', 'cart', 1_000, [cart], true)] });
    expect(first(caseOf({ now: { spans: now, logs: [] } }))).toBe('stock');
  });

  test('a failure counts once, where it is deepest, also when what lies between has not failed', () => {
    const cart: Call = { of: 'cart', ms: 40, below: [through('cart', 'stock', 30, [], true)] };
    const now = traces(6, { of: 'shop', ms: 60, below: [through('shop', 'cart', 50, [cart], true)] });
    const [suspect] = localise(caseOf({ now: { spans: now, logs: [] } }), fittedWeights).ranking;
    expect(suspect?.id).toBe('stock');
    expect(suspect?.evidence.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/^6 of 6 failures begin in it/u),
    );
  });

  test('who sends no spans is told from what it calls: by a failed call of it, and by the time beyond what it waited for', () => {
    // `pay` sends none, so what `bank` does in its place stands below the call of `pay`.
    const shop = (ms: number, failed: boolean): Call => ({
      of: 'shop',
      ms: ms + 20,
      failed,
      below: [through('shop', 'pay', ms, [{ of: 'bank', ms: 10 }], failed)],
    });
    const usual = { spans: traces(30, shop(15, false)), logs: [] };
    expect(first(caseOf({ usual, now: { spans: traces(30, shop(15, true)), logs: [] } }))).toBe('pay');
    expect(first(caseOf({ usual, now: { spans: traces(30, shop(700, false)), logs: [] } }))).toBe('pay');
  });

  test('what goes through a service that the catalog does not know is still one failure, where it is deepest', () => {
    const proxy: Call = { of: 'a proxy', ms: 45, below: [{ of: 'pay', ms: 40, failed: true }], failed: true };
    const now = traces(6, {
      of: 'shop',
      ms: 60,
      failed: true,
      below: [through('shop', 'cart', 50, [proxy], true)],
    });
    const { ranking } = localise(caseOf({ now: { spans: now, logs: [] } }), fittedWeights);
    expect(ranking.map(({ id }) => id)[0]).toBe('pay');
    expect(ranking[0]?.evidence.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/^6 of 6 failures begin in it/u),
    );
  });

  test('a trace that came twice, the second time below itself, counts once', () => {
    const once = traces(6, {
      of: 'shop',
      ms: 60,
      failed: true,
      below: [{ of: 'pay', ms: 40, failed: true }],
    });
    const again = once.parent.map((row) => (row < 0 ? row : row + once.trace.length));
    const two = <T>(column: readonly T[] | undefined): T[] => [...(column ?? []), ...(column ?? [])];
    const twice: Spans = {
      ...{ trace: two(once.trace), parent: [...once.parent, ...again], product: two(once.product) },
      ...{ operation: two(once.operation), startUs: two(once.startUs), durationUs: two(once.durationUs) },
      ...{ failed: two(once.failed), peer: two(once.peer) },
    };
    const judged = (spans: Spans) => localise(caseOf({ now: { spans, logs: [] } }), fittedWeights);
    expect(judged(twice).ranking).toEqual(judged(once).ranking);
    expect(judged(twice).droppedSpans).toBe(once.trace.length);
  });

  test('a product that falls silent while it is still called is found', () => {
    const input = caseOf({
      usual: { spans: traces(30, quiet(10, 0)), logs: [] },
      now: { spans: traces(30, { ...quiet(10, 0), below: [through('shop', 'pay', 12, [])] }), logs: [] },
    });
    const [top] = localise(input, fittedWeights).ranking;
    expect(top?.id).toBe('pay');
    expect(top?.evidence.map(({ witness }) => witness)).toContain('silence');
  });
});

describe('runs', () => {
  const run = (check: string, passed: boolean, over: Partial<Case['runs'][number]> = {}) => ({
    at: since,
    passed,
    check,
    environment: 'prod',
    runner: 'a',
    products: ['shop', 'cart'],
    flaky: false,
    ...over,
  });
  const step = { check: 'buy', runner: 'a', name: 'pays', products: ['shop'], shape: 'assertion' as const };

  test('a check that fails alone and passes when tried again is itself the cause', () => {
    const runs = [
      ...Array.from({ length: 4 }, () => run('buy', false, { flaky: true })),
      ...Array.from({ length: 4 }, () => run('buy', true)),
      ...Array.from({ length: 20 }, () => run('look', true)),
    ];
    const [top] = localise(caseOf({ runs, step }), fittedWeights).ranking;
    expect(top?.id).toBe('the test');
    const steady = localise(
      caseOf({ runs: runs.map((one) => ({ ...one, flaky: false })), step }),
      fittedWeights,
    );
    const same = steady.ranking.find(({ id }) => id === 'the test');
    expect(same?.nats ?? 0).toBeLessThan(top?.nats ?? 0);
  });

  test('failures that follow one runner are of the environment', () => {
    const bad = ['buy', 'look', 'sell'].flatMap((check) =>
      Array.from({ length: 3 }, () => run(check, false, { runner: 'b', products: [] })),
    );
    const good = ['buy', 'look', 'sell'].flatMap((check) =>
      Array.from({ length: 6 }, () => run(check, true)),
    );
    expect(first(caseOf({ runs: [...bad, ...good], step: { ...step, runner: 'b', shape: 'unknown' } }))).toBe(
      'the runner',
    );
  });

  test('the product that failing runs go through and passing ones do not is the cause', () => {
    const runs = [
      ...Array.from({ length: 8 }, () => run('buy', false, { products: ['shop', 'stock'] })),
      ...Array.from({ length: 12 }, () => run('look', true, { products: ['shop', 'cart'] })),
    ];
    expect(
      first(
        caseOf({
          runs: [...runs, ...Array.from({ length: 8 }, () => run('count', false, { products: ['stock'] }))],
          step: { ...step, products: [] },
        }),
      ),
    ).toBe('stock');
  });
});
