/** What a draft is made from. */
export interface Sketch {
  readonly workflow: string;
  readonly title: string;
  readonly description: string;
  readonly steps: readonly { readonly name: string; readonly products: readonly string[] }[];
  /** Address at which it begins; null where the catalog knows none. */
  readonly url: string | null;
  /** What it is to see next time; null without an incident. */
  readonly incident: { readonly id: string; readonly title: string } | null;
}

/**
 * A Playwright test to start from: the steps of a workflow with their products, the tags by which it becomes a check of it, and at each
 * step what is still to be written. It fails until somebody has written it: a draft that passes would be a lie.
 */
export function draftTest({ workflow, title, description, steps, url, incident }: Sketch): string {
  const products = [...new Set(steps.flatMap((step) => step.products))];
  const tags = [`@workflow:${workflow}`, ...products.map((product) => `@product:${product}`)];
  return `import { expect } from '@playwright/test';
import { step, test } from '@fieldmarshal/playwright';

${comment([description, ...(incident === null ? [] : [`It is to fail where ${incident.id} happens again: ${incident.title}`])])}test(${quoted(title)}, { tag: [${tags.map(quoted).join(', ')}] }, async ({ page }) => {
  await page.goto(${quoted(url ?? '/')});
${steps.map(stepText).join('')}});
`;
}

function stepText({ name, products }: Sketch['steps'][number]): string {
  return `
  await step(${quoted(name)}, [${products.map(quoted).join(', ')}], async () => {
    // Do what a user does here, then say what they must see.
    await expect(page.getByRole('heading', { name: 'to be written' })).toBeVisible();
  });
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll(/\s+/g, ' ')}'`;
}

function comment(lines: readonly string[]): string {
  const known = lines.map((line) => line.replaceAll(/\s+/g, ' ').replaceAll('*/', '* /').trim());
  const said = known.filter((line) => line !== '');
  return said.length === 0 ? '' : `/** ${said.join(' ')} */\n`;
}
