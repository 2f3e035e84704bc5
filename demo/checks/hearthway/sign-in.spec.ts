import { expect, step, test } from '@fieldmarshal/playwright';
import { HearthwayPage } from '../pages/hearthway-page.ts';

test(
  'a caseworker is signed in, which is written down',
  { tag: ['@critical', '@workflow:open-case', '@product:identity', '@product:audit', '@product:gateway'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('Open Hearthway', ['gateway', 'identity'], () => hearthway.open('/', 'Cases'));
    await step('See who is signed in', ['identity', 'audit'], () =>
      hearthway.isSignedInAs('Miriam Tessema', 'Caseworker'),
    );
  },
);

test(
  'a caseworker sees the families',
  { tag: ['@critical', '@product:objects', '@product:gateway', '@product:permissions'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('List the cases', ['gateway', 'permissions', 'objects'], () => hearthway.open('/', 'Cases'));
    await step('Every family has its own name', ['objects', 'gateway'], async () => {
      await expect(hearthway.row('C-1001')).toContainText('Farid Rahimi');
      await expect(hearthway.row('C-1006')).toContainText('Marisol Quispe');
    });
  },
);

test(
  'a caseworker may read and change what is theirs',
  { tag: ['@product:permissions', '@product:gateway', '@product:objects'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('Open a case', ['permissions', 'objects'], () =>
      hearthway.open('/cases/C-1002', 'Case C-1002'),
    );
    await step('See its family', ['objects'], async () => {
      await expect(page.locator('dd').first()).toHaveText('Olena Kravets');
      await expect(page.getByRole('alert')).toHaveCount(0);
    });
  },
);
