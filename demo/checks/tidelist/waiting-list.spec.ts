import { expect, step, test } from '@fieldmarshal/playwright';
import { TidelistPage } from '../pages/tidelist-page.ts';

test(
  'a nurse is signed in, which is written down',
  { tag: ['@critical', '@workflow:review-waiting-list', '@product:identity', '@product:audit'] },
  async ({ page }) => {
    const tidelist = new TidelistPage(page);
    await step('Open Tidelist', ['gateway', 'identity'], () => tidelist.open('/', 'Waiting list'));
    await step('See who is signed in', ['identity', 'audit'], () =>
      tidelist.isSignedInAs('Patrick Oyelaran', 'Nurse coordinator'),
    );
  },
);

test(
  'the most urgent are first on the waiting list',
  { tag: ['@critical', '@workflow:review-waiting-list', '@product:objects', '@product:permissions'] },
  async ({ page }) => {
    const tidelist = new TidelistPage(page);
    await step('List the patients', ['gateway', 'permissions', 'objects'], () =>
      tidelist.open('/', 'Waiting list'),
    );
    await step('The most urgent are first', ['objects'], async () => {
      await expect(tidelist.rows()).toHaveCount(7);
      const priorities = await tidelist.priorities();
      expect(priorities).toEqual([...priorities].sort((a, b) => a - b));
    });
    await step('Every patient has their own name', ['objects', 'gateway'], async () => {
      await expect(tidelist.row('P-203')).toContainText('Ilse Vandermeer');
    });
  },
);

test(
  'where a patient stands on the waiting list',
  { tag: ['@workflow:review-waiting-list', '@product:objects', '@product:gateway'] },
  async ({ page }) => {
    const tidelist = new TidelistPage(page);
    await step('List the patients', ['gateway', 'objects'], () => tidelist.open('/', 'Waiting list'));
    await step('Narrow the list', ['gateway'], async () => {
      await page.getByRole('searchbox', { name: 'Show only' }).fill('vandermeer');
      await expect(tidelist.rows().filter({ visible: true })).toHaveCount(1);
    });
    await step('See how long they wait', ['objects'], async () => {
      await expect(tidelist.row('Ilse Vandermeer')).toContainText('41 days');
    });
  },
);

test(
  'change the priority of a patient, and back',
  { tag: ['@critical', '@workflow:reprioritise-patient', '@product:objects', '@product:pipelines'] },
  async ({ page }) => {
    const tidelist = new TidelistPage(page);
    await step('List the patients', ['gateway', 'objects'], () => tidelist.open('/', 'Waiting list'));
    for (const priority of ['3 Planned', '4 Routine']) {
      await step(`Save priority ${priority}`, ['objects', 'permissions'], () =>
        tidelist.changePriority('Edward Pellew', priority),
      );
      await step('Pass it on to the hospital', ['pipelines'], async () => {
        await expect(tidelist.notice).toHaveText(
          `Edward Pellew now has priority ${priority}. The hospital knows it as P-206.`,
        );
      });
    }
  },
);
