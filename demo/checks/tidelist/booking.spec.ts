import { expect, step, test } from '@fieldmarshal/playwright';
import { TidelistPage } from '../pages/tidelist-page.ts';

test(
  'only places of working days are offered',
  { tag: ['@workflow:book-appointment', '@product:scheduler', '@product:gateway'] },
  async ({ page }) => {
    const tidelist = new TidelistPage(page);
    await step('Look for a place', ['scheduler', 'objects'], () =>
      tidelist.open('/patients/P-204/booking', 'Book P-204'),
    );
    await step('They can be kept', ['scheduler'], async () => {
      await expect(page.getByRole('group', { name: 'Free places for Ravi Subramaniam' })).toBeVisible();
      await expect(tidelist.places().first()).toBeVisible();
      for (const place of await tidelist.places().all()) {
        await expect(place).toHaveValue(/^(Mon|Tue|Wed|Thu|Fri) (0[89]|1[0-7]):\d\d$/);
      }
    });
  },
);

test(
  'book an appointment',
  {
    tag: [
      '@critical',
      '@workflow:book-appointment',
      '@product:scheduler',
      '@product:messages',
      '@product:objects',
    ],
  },
  async ({ page }) => {
    const tidelist = new TidelistPage(page);
    await step('Look for a place', ['scheduler', 'objects'], () =>
      tidelist.open('/patients/P-205/booking', 'Book P-205'),
    );
    const place = await step('Reserve it', ['scheduler', 'objects'], async () => {
      const first = tidelist.places().first();
      const value = await first.inputValue();
      await first.check();
      await page.getByRole('button', { name: 'Book' }).click();
      await expect(tidelist.notice).toContainText(`Conchita Ibarra is booked for ${value}.`);
      return value;
    });
    await step('Tell the patient', ['messages'], async () => {
      await expect(tidelist.notice).toContainText('They have been told.');
    });
    await step('It stands on the list', ['objects'], async () => {
      await expect(tidelist.row('Conchita Ibarra')).toContainText(place);
    });
  },
);
