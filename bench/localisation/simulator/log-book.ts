import type { LogPattern } from '@fieldmarshal/server/localisation';

/** What products write, counted by pattern as the intake of logs counts it. */
export class LogBook {
  readonly #counts = new Map<string, LogPattern & { count: number }>();
  readonly #writing: ReadonlySet<string>;

  constructor(writing: ReadonlySet<string>) {
    this.#writing = writing;
  }

  /** One line, where the product writes any. */
  write({ product, place, level, template }: Omit<LogPattern, 'count' | 'operation'>): void {
    if (!this.#writing.has(product)) return;
    const key = `${product} ${place} ${level} ${template}`;
    const known = this.#counts.get(key);
    if (known !== undefined) known.count += 1;
    else
      this.#counts.set(key, {
        ...{ product, level, template, count: 1 },
        ...(place !== undefined && { place }),
      });
  }

  patterns(): LogPattern[] {
    return [...this.#counts.values()];
  }
}
