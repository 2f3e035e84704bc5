import { test } from '@playwright/test';

/** By which the reporters say whose step it is. */
export const productsAttachment = 'fieldmarshal-products';

/**
 * `test.step` that says which products it needs: a run that fails in it names them.
 *
 *     await step('Find the person', ['gateway', 'search'], async () => { … });
 */
export function step<T>(title: string, products: readonly string[], body: () => Promise<T> | T): Promise<T> {
  return test.step(title, async (info) => {
    await info.attach(productsAttachment, { body: products.join(','), contentType: 'text/plain' });
    return body();
  });
}
