import { expect, step, test } from '@fieldmarshal/playwright';
import { HearthwayPage } from '../pages/hearthway-page.ts';

test(
  'register a family that has just arrived',
  { tag: ['@critical', '@workflow:open-case', '@product:objects', '@product:pipelines', '@product:gateway'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    const name = `Check Family ${Date.now() % 100_000}`;
    await step('Open the form', ['gateway'], () => hearthway.open('/cases/new', 'Open a case'));
    await step('Save the case', ['gateway', 'objects', 'permissions'], () =>
      hearthway.openCase({ name, size: 4, place: 'Flussau' }),
    );
    await step('It is passed on to the partner agencies under its own number', ['pipelines'], async () => {
      const id = /Case (C-\d+)/.exec((await hearthway.heading.textContent()) ?? '')?.[1] ?? 'none';
      await expect(hearthway.notice).toHaveText(
        `Case ${id} is open. Passed on to the partner agencies as ${id}.`,
      );
      await expect(page.locator('dd').first()).toHaveText(name);
    });
  },
);

test(
  'upload a document to a case',
  { tag: ['@workflow:upload-document', '@product:files', '@product:audit', '@product:gateway'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('Open the case', ['gateway', 'objects'], () => hearthway.open('/cases/C-1003', 'Case C-1003'));
    await step('Upload', ['files', 'audit'], async () => {
      await hearthway.upload('passport.pdf', '%PDF-1.7 of a check');
      await expect(hearthway.notice).toHaveText('passport.pdf is kept with the case.');
    });
    await step('It is there, and whole', ['files'], async () => {
      await expect(page.getByText('passport.pdf, 19 bytes').last()).toBeVisible();
    });
  },
);

test(
  'a case shows its documents and its messages',
  { tag: ['@product:files', '@product:messages', '@product:objects'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    await step('Open the case', ['objects', 'files', 'messages'], () =>
      hearthway.open('/cases/C-1004', 'Case C-1004'),
    );
    await step('Nothing is missing on it', ['files', 'messages'], async () => {
      await expect(page.getByText('No documents yet.')).toBeVisible();
      await expect(page.getByText('No messages yet.')).toBeVisible();
    });
  },
);

test(
  'send a message to a family',
  { tag: ['@workflow:send-message', '@product:messages', '@product:gateway'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    const text = `Please come on Monday, ${Date.now()}.`;
    await step('Open the case', ['gateway', 'objects'], () => hearthway.open('/cases/C-1005', 'Case C-1005'));
    await step('Write and send', ['messages', 'identity'], async () => {
      await hearthway.send(text);
      await expect(hearthway.notice).toHaveText('The message to Tigist Bekele is on its way.');
    });
    await step('It goes to the right family', ['messages'], async () => {
      await expect(page.getByRole('listitem').filter({ hasText: text })).toContainText('To Tigist Bekele');
    });
  },
);

test(
  'a message with a reminder is sent soon',
  { tag: ['@workflow:send-message', '@product:messages', '@product:scheduler'] },
  async ({ page }) => {
    const hearthway = new HearthwayPage(page);
    const text = `The day before, ${Date.now()}.`;
    await step('Write and send', ['messages', 'scheduler'], async () => {
      await hearthway.open('/cases/C-1006', 'Case C-1006');
      await hearthway.send(text, { remind: true });
      await expect(hearthway.notice).toHaveText('The message to Marisol Quispe is on its way.');
    });
    await step('It leaves the queue', ['messages'], async () => {
      const line = page.getByRole('listitem').filter({ hasText: text });
      await expect(async () => {
        await page.goto('/cases/C-1006');
        await expect(line).toContainText('(sent)', { timeout: 500 });
      }).toPass({ timeout: 10_000 });
    });
  },
);
