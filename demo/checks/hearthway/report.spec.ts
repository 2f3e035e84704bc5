import { expect, step, test } from '@fieldmarshal/playwright';
import { HearthwayPage } from '../pages/hearthway-page.ts';

test(
  'the casework report counts every family',
  { tag: ['@product:reports', '@product:search', '@product:gateway'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    const listed = await step('Count the cases', ['objects'], async () => {
      await hearthway.open('/', 'Cases');
      return hearthway.rows().count();
    });
    await step('Generate the report', ['reports', 'search'], async () => {
      await hearthway.open('/report', 'Casework report');
      await hearthway.generateReport();
    });
    await step('The figures agree', ['reports', 'search'], async () => {
      // Another check may open a case in between.
      const total = await hearthway.total();
      expect(Math.abs(total - listed), `${total} in the report, ${listed} in the list`).toBeLessThanOrEqual(
        2,
      );
    });
  },
);

test(
  'the casework report is fresh and kept',
  { tag: ['@product:pipelines', '@product:files', '@product:reports'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('Generate the report', ['reports'], async () => {
      await hearthway.open('/report', 'Casework report');
      await hearthway.generateReport();
    });
    await step('Its figures are fresh', ['pipelines'], async () => {
      const text = await page.getByText(/The figures are \d+ seconds behind/).textContent();
      expect(Number(/(\d+) seconds/.exec(text ?? '')?.[1])).toBeLessThan(120);
    });
    await step('A copy is kept', ['files'], async () => {
      await expect(page.getByText('A copy is kept with the files.')).toBeVisible();
    });
  },
);
