import { expect, step, test } from '@fieldmarshal/playwright';
import { HearthwayPage } from '../pages/hearthway-page.ts';

test(
  'homes are shown nearest first, with true distances',
  { tag: ['@critical', '@workflow:assign-housing', '@product:maps', '@product:gateway'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('Look for homes nearby', ['gateway', 'maps', 'objects'], () =>
      hearthway.open('/cases/C-1001/housing', 'A home for C-1001'),
    );
    await step('The distances can be true', ['maps'], async () => {
      await expect(hearthway.rows().first()).toBeVisible();
      const distances = await hearthway.distances();
      expect(distances, 'in kilometres, all within the town').toEqual([...distances].sort((a, b) => a - b));
      for (const distance of distances) expect(distance).toBeLessThan(20);
    });
  },
);

test(
  'match a home to a family',
  { tag: ['@critical', '@workflow:assign-housing', '@product:objects', '@product:maps'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('Look for homes nearby', ['maps', 'objects'], () =>
      hearthway.open('/cases/C-1002/housing', 'A home for C-1002'),
    );
    await step('Assign the home', ['objects'], async () => {
      const choice = hearthway.rows().first();
      const address = (await choice.getByRole('rowheader').textContent())?.trim() ?? '';
      await choice.getByRole('button').click();
      await expect(hearthway.notice).toHaveText(`${address} is now the home of C-1002.`);
      await expect(page.locator('dd').last()).toHaveText(address);
    });
  },
);
