import { expect, step, test } from '@fieldmarshal/playwright';
import { TidelistPage } from '../pages/tidelist-page.ts';

test(
  'the waiting-list report counts every patient',
  { tag: ['@workflow:waiting-list-report', '@product:reports', '@product:search'] },
  async ({ page }) => {
    const tidelist = new TidelistPage(page);
    await step('Generate the report', ['reports', 'search'], async () => {
      await tidelist.open('/report', 'Waiting-list report');
      await tidelist.generateReport();
    });
    await step('It counts every patient', ['reports', 'search'], async () => {
      expect(await tidelist.total()).toBe(7);
    });
  },
);

test(
  'the waiting-list report is fresh and kept',
  { tag: ['@workflow:waiting-list-report', '@product:pipelines', '@product:files'] },
  async ({ page }) => {
    const tidelist = new TidelistPage(page);
    await step('Generate the report', ['reports'], async () => {
      await tidelist.open('/report', 'Waiting-list report');
      await tidelist.generateReport();
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
