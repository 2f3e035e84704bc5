/** An alert as `POST /api/v2/alerts` takes it. */
export interface PostedAlert {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  startsAt: string;
  endsAt: string;
  generatorURL: string;
}

/** What one rule says about one product at one moment. */
export interface Finding {
  /** Of all its labels; the same at every look. */
  key: string;
  forSeconds: number;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

interface Standing {
  finding: Finding;
  /** Milliseconds since 1970, as everything here. */
  pendingSince: number;
  firingSince: number | null;
}

/** What is known from the looks before; starts empty. */
export type Memory = ReadonlyMap<string, Standing>;

/** A receiver that hears nothing more takes the alert as resolved after this: four looks, as Prometheus does it. */
const holdsMs = 20_000;

/**
 * One look: what held before and what holds now give what to remember and what to post. A finding must hold for its `for`
 * before it fires; while it fires it is posted at every look with a later `endsAt`; gone, it is posted once with `endsAt` now.
 */
export function look(
  memory: Memory,
  findings: readonly Finding[],
  { now, generatorURL }: { now: number; generatorURL: string },
): { memory: Memory; alerts: PostedAlert[] } {
  const next = new Map<string, Standing>();
  for (const finding of findings) {
    const before = memory.get(finding.key);
    const pendingSince = before?.pendingSince ?? now;
    const isFiring = now - pendingSince >= finding.forSeconds * 1000;
    next.set(finding.key, {
      finding,
      pendingSince,
      firingSince: before?.firingSince ?? (isFiring ? now : null),
    });
  }
  const post = (standing: Standing, endsAt: number): PostedAlert[] =>
    standing.firingSince === null
      ? []
      : [
          {
            labels: standing.finding.labels,
            annotations: standing.finding.annotations,
            startsAt: new Date(standing.firingSince).toISOString(),
            endsAt: new Date(endsAt).toISOString(),
            generatorURL,
          },
        ];
  const firing = [...next.values()].flatMap((standing) => post(standing, now + holdsMs));
  const gone = [...memory].filter(([key]) => !next.has(key)).flatMap(([, standing]) => post(standing, now));
  return { memory: next, alerts: [...firing, ...gone] };
}
