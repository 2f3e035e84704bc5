import type { Facts } from '../facts.ts';
import { deviation } from '../witnesses/metrics/series.ts';

/** Something no change of ours did, and what speaks for it. */
export interface Outside {
  readonly kind: 'expired' | 'load' | 'neighbour' | 'bad-data' | 'third-party' | 'infrastructure';
  readonly nats: number;
  readonly sentence: string;
}

/** Causes from outside, strongest first: what ran out, what was asked of us, what shares our machines, what we were sent, whom we rely on. */
export function outsideCauses(facts: Facts): Outside[] {
  const texts = newErrors(facts);
  return [
    expiry(texts),
    surge(facts),
    neighbour(facts),
    badData(texts),
    thirdParty(facts),
    infrastructure(texts),
    provider(texts),
  ]
    .filter((found) => found !== null)
    .toSorted((a, b) => b.nats - a.nats);
}

function newErrors({ case: { symptom, now } }: Facts): string[] {
  return [
    symptom.text,
    ...now.logs.filter(({ level }) => level === 'error' || level === 'warn').map(({ template }) => template),
  ];
}

function expiry(texts: readonly string[]): Outside | null {
  const found = texts.find((text) =>
    /\b(has expired|expired (certificate|token|licen[cs]e|credential)|not yet valid|certificate expired|licen[cs]e expired)\b/i.test(
      text,
    ),
  );
  return found === undefined
    ? null
    : { kind: 'expired', nats: 5, sentence: `Something ran out: "${found.slice(0, 100)}".` };
}

/** Far more was asked than usual, of several products at once, no later than the trouble began. */
function surge({ case: { series, symptom } }: Facts): Outside | null {
  const grown = series.filter((one) => {
    const seen = one.role === 'load' ? deviation(one, symptom.at) : null;
    return seen !== null && seen.rise > 6 && seen.level > 0 && seen.peak / seen.level > 2.5;
  });
  const products = new Set(grown.map(({ product }) => product)).size;
  if (products === 0) return null;
  return {
    kind: 'load',
    nats: products > 1 ? 5 : 1,
    sentence: `Load grew to a multiple of the usual at ${products} product${products > 1 ? 's' : ''}.`,
  };
}

/** Something that is not known as a product, and so was not changed, uses up what the symptom's product needs. */
function neighbour({ case: { series, symptom, changes, now } }: Facts): Outside | null {
  const ours = new Set([...changes.map(({ product }) => product), ...(now.spans?.product ?? [])]);
  const used = series.filter(({ product, role }) => role === 'resource' && !ours.has(product));
  const loud = used.find((one) => (deviation(one, symptom.at)?.rise ?? 0) > 10);
  return loud === undefined
    ? null
    : {
        kind: 'neighbour',
        nats: 5,
        sentence: `${loud.product} uses up far more than usual (${loud.name}), and nothing of it was changed.`,
      };
}

function badData(texts: readonly string[]): Outside | null {
  const found = texts.find((text) =>
    /\b(out of range|malformed|corrupt(ed)?|poison|invalid (record|payload|row|message|utf-?8)|checksum mismatch)\b/i.test(
      text,
    ),
  );
  return found === undefined
    ? null
    : { kind: 'bad-data', nats: 2.5, sentence: `What came in is bad: "${found.slice(0, 100)}".` };
}

function infrastructure(texts: readonly string[]): Outside | null {
  const found = texts.find((text) =>
    /\b(node (is )?not ?ready|node lost|hardware (error|fault)|preempted|spot (instance )?(reclaim|interrupt)|packet loss|no route to host|link (is )?down|no such host|nxdomain|servfail|name resolution)/i.test(
      text,
    ),
  );
  return found === undefined
    ? null
    : {
        kind: 'infrastructure',
        nats: 3,
        sentence: `What everything runs on fails: "${found.slice(0, 100)}".`,
      };
}

function provider(texts: readonly string[]): Outside | null {
  const found = texts.find((text) =>
    /\b(third[- ]party|upstream provider|provider (returned|outage|is down)|external (api|provider|gateway))\b/i.test(
      text,
    ),
  );
  return found === undefined
    ? null
    : {
        kind: 'third-party',
        nats: 2.5,
        sentence: `Somebody else's service fails: "${found.slice(0, 100)}".`,
      };
}

function thirdParty({ case: { thirdParties } }: Facts): Outside | null {
  const down = thirdParties.find(({ isDown }) => isDown);
  return down === undefined
    ? null
    : { kind: 'third-party', nats: 4, sentence: `${down.name} says itself that it has trouble.` };
}
