import { expect, step, test } from '@fieldmarshal/playwright';

/** So often it does not wait long enough, as far as anybody can tell. */
const hastyShare = 0.75;

test(
  'the families are listed in a hurry',
  { tag: ['@product:gateway', '@product:objects', '@product:permissions'] },
  async ({ page }) => {
    await step('Open Hearthway', ['gateway', 'identity'], async () => {
      await page.goto('/');
      await expect(page.getByRole('heading', { name: 'Cases' })).toBeVisible();
    });
    await step('Count the families', ['objects', 'gateway'], async () => {
      expect(Math.random() < hastyShare ? 5 : 6, 'rows of families').toBe(6);
    });
  },
);
