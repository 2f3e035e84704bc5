import type { Reporter, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { productsAttachment } from './step.ts';

/**
 * `reporter: [['list'], ['@fieldmarshal/playwright/reporter']]`: after the run, for each test that failed, the first step that did and the
 * products that it names. For a person at a terminal or in a pipeline; a runner of Fieldmarshal has its own.
 */
// oxlint-disable-next-line import/no-default-export
export default class ProductsReporter implements Reporter {
  readonly #lines: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === test.expectedStatus || result.retry < test.retries) return;
    const failed = firstFailed(result.steps, []);
    const products = failed.products.length > 0 ? failed.products.join(', ') : 'no product is named';
    this.#lines.push(
      `${test.titlePath().filter(Boolean).join(' › ')}\n    at ${failed.title ?? 'the test itself'}: ${products}`,
    );
  }

  onEnd(): void {
    if (this.#lines.length > 0) process.stdout.write(`\nFailed at\n  ${this.#lines.join('\n  ')}\n`);
  }

  printsToStdio(): boolean {
    return true;
  }
}

interface Failed {
  title: string | null;
  products: string[];
}

/** The outermost step that the author named, else as deep as the error goes; products are those of the nearest step that names some. */
function firstFailed(steps: readonly TestStep[], around: string[]): Failed {
  const failed = steps.find(({ error }) => error !== undefined);
  if (!failed) return { title: null, products: around };
  const own = failed.attachments.flatMap(({ name, body }) =>
    name === productsAttachment ? (body?.toString('utf8').split(',') ?? []) : [],
  );
  const products = own.length > 0 ? own : around;
  const inner = firstFailed(failed.steps, products);
  return {
    title: failed.category === 'test.step' ? failed.title : (inner.title ?? failed.title),
    products: inner.products,
  };
}
