import type { Case } from '../../case.ts';
import type { Facts } from '../../facts.ts';
import { clamp, median, spread } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';

type Request = Case['requests'][number];

/** The requests of the failing run: the first one that failed, those slower than in earlier passing runs, and who answered as usual. */
export const requests: Witness = {
  name: 'requests',
  travels: true,
  testify(facts) {
    const strongest = new Map<number, Testimony>();
    let failures = 0;
    for (const request of facts.case.requests.toSorted((a, b) => a.at - b.at)) {
      const candidate = facts.index.get(request.product);
      if (candidate === undefined) continue;
      const said =
        request.status !== null && (request.status === 0 || request.status >= 500)
          ? failed(request, (failures += 1))
          : slow(request);
      if (said !== null && said.llr > (strongest.get(candidate)?.llr ?? 0))
        strongest.set(candidate, { witness: 'requests', candidate, ...said });
    }
    return [
      ...strongest.values(),
      ...(failures === 0 ? [] : answered(facts, strongest)),
      ...ofTest(facts, strongest.size > 0),
    ];
  },
};

/** A test makes no request fail and none slow; where all were as usual, it is likelier at fault, or what was in the answers. */
function ofTest({ case: { requests, candidates }, index }: Facts, isTroubled: boolean): Testimony[] {
  if (requests.length === 0) return [];
  const said = isTroubled
    ? {
        llr: -1.5,
        sentence: 'A request of the failing run failed or was slow, and that is not what a test does.',
      }
    : { llr: 1, sentence: 'Every request of the failing run was answered, and as fast as usual.' };
  return candidates.flatMap(({ id, kind }) => {
    const candidate = kind === 'test' ? index.get(id) : undefined;
    return candidate === undefined ? [] : [{ witness: 'requests', candidate, ...said }];
  });
}

/** Where a request failed, those who answered as usual in the same run are less likely to be the cause. */
function answered(
  { case: { requests }, index }: Facts,
  suspected: ReadonlyMap<number, Testimony>,
): Testimony[] {
  const candidates = new Set(requests.flatMap(({ product }) => index.get(product) ?? []));
  return [...candidates]
    .filter((candidate) => !suspected.has(candidate))
    .map((candidate) => ({
      witness: 'requests',
      candidate,
      llr: -0.7,
      sentence: 'It answered every request of the failing run, and as fast as usual.',
    }));
}

type Said = Pick<Testimony, 'llr' | 'sentence'> | null;

function failed({ name, status }: Request, order: number): Said {
  const answered = status === 0 ? 'was not answered' : `was answered with ${status}`;
  return {
    llr: order === 1 ? 1.5 : 0.8,
    sentence: `${order === 1 ? 'The first request to fail' : 'A request that failed'}, ${name}, ${answered}.`,
  };
}

function slow({ name, durationMs, usualMs }: Request): Said {
  if (usualMs.length < 3 || !(durationMs > 0)) return null;
  const usual = median(usualMs);
  const far = (durationMs - usual) / Math.max(spread(usualMs), usual * 0.1, 5);
  if (!(far > 3)) return null;
  return {
    llr: clamp(Math.log1p(far - 3) * 0.4, 0, 1.5),
    sentence: `${name} took ${Math.round(durationMs)} ms, usually ${Math.round(usual)} ms.`,
  };
}
