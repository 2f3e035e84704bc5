import { expect, step, test } from '@fieldmarshal/playwright';
import { HearthwayPage } from '../pages/hearthway-page.ts';

const tag = ['@critical', '@workflow:find-person', '@product:search', '@product:gateway'];

for (const spelling of ['Olena Kravets', 'kravets', 'OLÉNA']) {
  test(`find a person who is written “${spelling}”`, { tag }, async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('Open the search', ['gateway', 'identity'], () => hearthway.open('/people', 'Find a person'));
    await step('Search', ['search', 'permissions', 'objects'], () => hearthway.find(spelling));
    await step('The right person is found', ['search'], async () => {
      await expect(hearthway.row('C-1002')).toContainText('Olena Kravets');
    });
  });
}

test('nobody is found where nobody is', { tag }, async ({ page }) => {
  const hearthway = new HearthwayPage(page);
  await step('Search', ['search', 'gateway'], async () => {
    await hearthway.open('/people', 'Find a person');
    await hearthway.find('Zzyzx');
  });
  await step('It says so', ['search'], async () => {
    await expect(page.getByText('Nobody is called “Zzyzx”.')).toBeVisible();
  });
});

test(
  'open the record of a person that was found',
  { tag: ['@workflow:find-person', '@product:objects', '@product:search'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('Search', ['search'], async () => {
      await hearthway.open('/people?q=mbeki', 'Find a person');
    });
    await step('Open the record', ['objects'], async () => {
      await page.getByRole('link', { name: 'C-1003' }).click();
      await expect(hearthway.heading).toHaveText('Case C-1003');
      await expect(page.locator('dd').first()).toHaveText('Samuel Mbeki');
    });
  },
);
