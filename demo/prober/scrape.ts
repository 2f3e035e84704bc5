/** One reading of a product's `/metrics`; `null` samples mean that nothing answered. */
export interface Scrape {
  /** Seconds since 1970. */
  at: number;
  samples: readonly Sample[] | null;
}

export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const labelPair = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads the Prometheus text format; comments and lines it does not know are left out. */
export function readSamples(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, inner, value] = sampleLine.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...(inner ?? '').matchAll(labelPair)].map(
      ([, key, text]) => [key ?? '', text ?? ''] as const,
    );
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

/** Adds up all samples of a name that `matches`; `null` when there is none. */
export function total(
  scrape: Scrape,
  name: string,
  matches: (labels: Sample['labels']) => boolean = () => true,
): number | null {
  const found = scrape.samples?.filter((sample) => sample.name === name && matches(sample.labels)) ?? [];
  return found.length === 0 ? null : found.reduce((sum, sample) => sum + sample.value, 0);
}
