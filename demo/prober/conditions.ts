import { total, type Sample, type Scrape } from './scrape.ts';

/** The readings of one product in the last half minute, oldest first; never empty. */
export type Window = readonly Scrape[];

/** The value an alert would carry, or `null` when its condition does not hold. */
export type Condition = (window: Window, now: number) => number | null;

/** What Prometheus computes from `expr` of each rule of `demo/prometheus/rules.yml`, by name of the alert. */
export const conditions: Readonly<Record<string, Condition>> = {
  ProductDown: (window) => (latest(window).samples === null ? 1 : null),
  ProductErrors: (window) => {
    const all = increase(window, 'http_server_requests_total');
    const failed = increase(window, 'http_server_requests_total', isFailure);
    const seconds = latest(window).at - (window[0]?.at ?? 0);
    if (seconds <= 0 || all / seconds <= 0.1) return null;
    return above(failed / all, 0.05);
  },
  ProductSlow: (window) => above(quantile(window, 0.95), 1),
  QueueLag: (window) => above(total(latest(window), 'product_queue_lag_seconds'), 15),
  MemoryGrowth: (window) => above(total(latest(window), 'product_memory_bytes'), 32e6),
  CertificateExpires: (window, now) => {
    const left = certificateSeconds(window, now);
    return left !== null && left < 48 * 3600 ? left : null;
  },
  CertificateExpiresSoon: (window, now) => {
    const left = certificateSeconds(window, now);
    return left !== null && left >= 48 * 3600 && left < 14 * 24 * 3600 ? left : null;
  },
};

function latest(window: Window): Scrape {
  return window.at(-1) ?? { at: 0, samples: null };
}

function above(value: number | null, limit: number): number | null {
  return value !== null && value > limit ? value : null;
}

function isFailure(labels: Sample['labels']): boolean {
  return /^(5..|499)$/.test(labels['status'] ?? '');
}

function certificateSeconds(window: Window, now: number): number | null {
  const expires = total(latest(window), 'product_certificate_expires_timestamp_seconds');
  return expires === null ? null : expires - now;
}

/** How much a counter grew over the window. After a restart it begins at zero again, and that is not a fall. */
function increase(window: Window, name: string, matches?: (labels: Sample['labels']) => boolean): number {
  const values = window
    .filter((scrape) => scrape.samples !== null)
    .map((scrape) => total(scrape, name, matches) ?? 0);
  return values.slice(1).reduce((sum, value, index) => {
    const before = values[index] ?? 0;
    return sum + (value >= before ? value - before : value);
  }, 0);
}

const buckets = 'http_server_request_duration_seconds_bucket';

/** As `histogram_quantile`: linear within the bucket it falls into; the last finite bound when it is beyond all. */
function quantile(window: Window, share: number): number | null {
  const bounds = [
    ...new Set(
      window.flatMap((scrape) =>
        (scrape.samples ?? [])
          .filter((sample) => sample.name === buckets)
          .map((sample) => sample.labels['le'] ?? ''),
      ),
    ),
  ].sort((a, b) => bound(a) - bound(b));
  const counts = bounds.map((le) => increase(window, buckets, (labels) => labels['le'] === le));
  const wanted = share * (counts.at(-1) ?? 0);
  if (wanted === 0) return null;
  const index = counts.findIndex((count) => count >= wanted);
  if (bound(bounds[index] ?? '') === Infinity) return bound(bounds[index - 1] ?? '0');
  const lower = index === 0 ? 0 : bound(bounds[index - 1] ?? '0');
  const below = index === 0 ? 0 : (counts[index - 1] ?? 0);
  const within = (counts[index] ?? 0) - below;
  return lower + (bound(bounds[index] ?? '0') - lower) * ((wanted - below) / within);
}

function bound(le: string): number {
  return le === '+Inf' ? Infinity : Number(le);
}
