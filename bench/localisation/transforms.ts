import type { Case, Spans, Telemetry } from '@fieldmarshal/server/localisation';
import type { Random } from '../pager/random.ts';

/** The same case told in another way: what it is called, when it was and in which order it comes must not change who is the cause. */

/** Every candidate under another name. */
export function renamed(input: Case, to: (id: string) => string): Case {
  const ids = (list: readonly string[]) => list.map(to);
  const spans = (of: Spans | null): Spans | null =>
    of === null
      ? null
      : {
          ...of,
          product: ids(of.product),
          ...(of.peer !== undefined && { peer: of.peer.map((id) => (id === '' ? '' : to(id))) }),
        };
  const telemetry = (of: Telemetry): Telemetry => ({ spans: spans(of.spans), logs: of.logs.map(product) });
  const product = <T extends { readonly product: string }>(row: T): T => ({
    ...row,
    product: to(row.product),
  });
  const products = <
    T extends {
      readonly products: readonly string[];
      readonly failedIn?: readonly string[];
      readonly passedIn?: readonly string[];
    },
  >(
    row: T,
  ): T => ({
    ...row,
    products: ids(row.products),
    ...(row.failedIn !== undefined && { failedIn: ids(row.failedIn) }),
    ...(row.passedIn !== undefined && { passedIn: ids(row.passedIn) }),
  });
  return {
    ...input,
    candidates: input.candidates.map((candidate) => ({ ...candidate, id: to(candidate.id) })),
    calls: input.calls.map(([from, callee]) => [to(from), to(callee)] as const),
    symptom: { ...input.symptom, product: input.symptom.product === null ? null : to(input.symptom.product) },
    now: telemetry(input.now),
    usual: telemetry(input.usual),
    series: input.series.map(product),
    step: input.step === null ? null : products(input.step),
    requests: input.requests.map(product),
    runs: input.runs.map(products),
    alerts: input.alerts.map(product),
    changes: input.changes.map((change) => ({
      ...change,
      product: change.product === null ? null : to(change.product),
    })),
    thirdParties: input.thirdParties.map((party) => ({ ...party, name: to(party.name) })),
    ...(input.places !== undefined && {
      places: input.places.map((place) => ({
        ...place,
        sameVersion: ids(place.sameVersion),
        otherVersion: ids(place.otherVersion),
      })),
    }),
    pastCauses: Object.fromEntries(Object.entries(input.pastCauses).map(([id, count]) => [to(id), count])),
  };
}

/** Everything later by so many milliseconds. */
export function later(input: Case, ms: number): Case {
  const at = <T extends { readonly at: number }>(row: T): T => ({ ...row, at: row.at + ms });
  const telemetry = ({ spans, logs }: Telemetry): Telemetry => ({
    spans: spans === null ? null : { ...spans, startUs: spans.startUs.map((us) => us + ms * 1_000) },
    logs,
  });
  return {
    ...input,
    symptom: at(input.symptom),
    now: telemetry(input.now),
    usual: telemetry(input.usual),
    series: input.series.map((series) => ({ ...series, at: series.at.map((time) => time + ms) })),
    requests: input.requests.map(at),
    runs: input.runs.map(at),
    alerts: input.alerts.map((alert) => ({ ...alert, startedAt: alert.startedAt + ms })),
    changes: input.changes.map(at),
  };
}

/** Everything in another order, but for what has one: the requests of a run, the values of a series. */
export function shuffled(input: Case, random: Random): Case {
  const mix = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => ({ item, lot: random.next() }))
      .toSorted((a, b) => a.lot - b.lot)
      .map(({ item }) => item);
  const telemetry = ({ spans, logs }: Telemetry): Telemetry => ({
    spans: spans === null ? null : picked(spans, mix(spans.trace.map((_, row) => row))),
    logs: mix(logs),
  });
  return {
    ...input,
    candidates: mix(input.candidates),
    calls: mix(input.calls),
    now: telemetry(input.now),
    usual: telemetry(input.usual),
    series: mix(input.series),
    runs: mix(input.runs).map((run) => ({ ...run, products: mix(run.products) })),
    alerts: mix(input.alerts),
    changes: mix(input.changes),
    thirdParties: mix(input.thirdParties),
    ...(input.places !== undefined && { places: mix(input.places) }),
  };
}

/** Every span a second time, as from a sender that got no answer and sent all of them again. */
export function doubled(input: Case): Case {
  const twice = (spans: Spans | null): Spans | null => {
    if (spans === null) return null;
    const size = spans.trace.length;
    const two = <T>(column: readonly T[]): T[] => [...column, ...column];
    return {
      trace: two(spans.trace),
      parent: [...spans.parent, ...spans.parent.map((row) => (row < 0 ? row : row + size))],
      product: two(spans.product),
      operation: two(spans.operation),
      startUs: two(spans.startUs),
      durationUs: two(spans.durationUs),
      ...(spans.failed !== undefined && { failed: two(spans.failed) }),
      ...(spans.peer !== undefined && { peer: two(spans.peer) }),
      ...(spans.serves !== undefined && { serves: two(spans.serves) }),
    };
  };
  return {
    ...input,
    now: { ...input.now, spans: twice(input.now.spans) },
    usual: { ...input.usual, spans: twice(input.usual.spans) },
  };
}

/** Many more products that nothing is known of but that they call each other, in circles too. */
export function amongStrangers(input: Case, count: number): Case {
  const ids = Array.from({ length: count }, (_, number) => `stranger ${number}`);
  return {
    ...input,
    candidates: [...input.candidates, ...ids.map((id) => ({ id, kind: 'product' as const }))],
    calls: [
      ...input.calls,
      ...ids.flatMap((id, at) => [1, 13, 101].map((step) => [id, ids[(at + step) % count] ?? id] as const)),
    ],
  };
}

/** What is known when the run of the symptom has just ended: nothing of later runs, requests, measurements and alerts, and no logs. */
export function atFirst(input: Case): Case {
  const { at } = input.symptom;
  const { spans } = input.now;
  const until = <T>(list: readonly T[], times: readonly number[]): T[] =>
    list.filter((_, row) => (times[row] ?? Infinity) <= at);
  const begun = new Set(
    (spans?.trace ?? []).filter((_, row) => (spans?.startUs[row] ?? Infinity) <= at * 1_000),
  );
  return {
    ...input,
    runs: input.runs.filter((run) => run.at <= at),
    alerts: input.alerts.filter(({ startedAt }) => startedAt <= at),
    changes: input.changes.filter((change) => change.at <= at),
    places: [],
    series: input.series.map((series) => ({
      ...series,
      at: until(series.at, series.at),
      value: until(series.value, series.at),
    })),
    now: {
      spans:
        spans === null
          ? null
          : picked(
              spans,
              spans.trace.flatMap((trace, row) => (begun.has(trace) ? [row] : [])),
            ),
      logs: [],
    },
  };
}

/** With holes, constants and what is no number among the values of series. */
export function holed(input: Case, random: Random): Case {
  const holes = (list: readonly (number | null)[]) =>
    list.map((value) => (random.chance(0.1) ? null : random.chance(0.05) ? Number.NaN : value));
  return {
    ...input,
    series: input.series.map((series) => ({
      ...series,
      value: holes(series.value),
      usual: holes(series.usual),
    })),
  };
}

/** The spans of these rows, in this order, with parents where they now are. */
export function picked(spans: Spans, rows: readonly number[]): Spans {
  const position = new Map(rows.map((row, at) => [row, at]));
  const pick = <T>(column: readonly T[]): T[] =>
    rows.flatMap((row) => (column[row] === undefined ? [] : [column[row]]));
  return {
    trace: pick(spans.trace),
    parent: pick(spans.parent).map((parent) => position.get(parent) ?? -1),
    product: pick(spans.product),
    operation: pick(spans.operation),
    startUs: pick(spans.startUs),
    durationUs: pick(spans.durationUs),
    ...(spans.failed !== undefined && { failed: pick(spans.failed) }),
    ...(spans.peer !== undefined && { peer: pick(spans.peer) }),
    ...(spans.serves !== undefined && { serves: pick(spans.serves) }),
  };
}
