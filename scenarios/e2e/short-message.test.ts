import type { Browser, Page } from '@playwright/test';
import jsqr from 'jsqr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onDuty, startServer, token, type Server } from '../rig.ts';
import { isMissing, openBrowser } from './browser.ts';
import { followInvitation } from './sign-in-by-link.ts';

let headquarters: Server;
let site: Server;
let browser: Browser;
let incident = '';
let text = '';

async function signedIn(size: { width: number; height: number }, theme: 'light' | 'dark'): Promise<Page> {
  return followInvitation(site, await browser.newPage({ viewport: size, colorScheme: theme }), 'mira');
}

/** What somebody else's reader makes of the whole picture, as a camera in front of the screen or the paper would see it. */
async function scanned(picture: Buffer): Promise<string | null> {
  const page = await browser.newPage();
  try {
    const { pixels, width, height } = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const drawing = canvas.getContext('2d');
      if (drawing === null) throw new Error('nothing draws here');
      drawing.drawImage(image, 0, 0);
      const { data } = drawing.getImageData(0, 0, image.width, image.height);
      // As text: millions of numbers take a minute to hand over.
      let text = '';
      for (let at = 0; at < data.length; at += 8_192)
        text += String.fromCharCode(...data.subarray(at, at + 8_192));
      return { pixels: btoa(text), width: image.width, height: image.height };
    }, picture.toString('base64'));
    const bytes = Uint8ClampedArray.from(Buffer.from(pixels, 'base64'));
    return jsqr.default(bytes, width, height)?.data ?? null;
  } finally {
    await page.close();
  }
}

/** What is new at the site, brought to headquarters as a file. */
async function carry(sequence: number): Promise<void> {
  const { hash } = await site.api<{ hash: string }>('POST', '/relay/prepared', {});
  await site.api('POST', '/relay/prepared/approve', { hash });
  const authorization = `Bearer ${token}`;
  const file = await fetch(`${site.url}/api/v1/relay/bundles/field-1/up/${sequence}/file`, {
    headers: { authorization },
  });
  const brought = await fetch(`${headquarters.url}/api/v1/relay/inbox`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/octet-stream' },
    body: await file.arrayBuffer(),
  });
  expect(await brought.json()).toMatchObject({ outcome: 'taken' });
}

describe.skipIf(isMissing)('the short message of a site', () => {
  beforeAll(async () => {
    [headquarters, site, browser] = await Promise.all([
      startServer(),
      startServer({ env: { FIELDMARSHAL_SITE: 'field-1' } }),
      openBrowser(),
    ]);
    await headquarters.apply(
      'apiVersion: fieldmarshal/v1\nkind: Environment\nmetadata: { name: field-1 }\nspec: { connection: disconnected }\n',
    );
    await Promise.all(
      [headquarters, site].map(async (server) => server.apply(onDuty('http://127.0.0.1:9/'))),
    );
    const { invitation, code } = await headquarters.api<{ invitation: string; code: string }>(
      'POST',
      '/sites',
      {
        name: 'field-1',
        environments: ['field-1'],
        reportEverySeconds: null,
      },
    );
    const { answer } = await site.api<{ answer: string }>('POST', '/relay/join', { invitation, code });
    await headquarters.api('POST', '/sites/field-1/confirm', { answer });
    const declared = await site.api<{ id: string }>('POST', '/incidents', {
      title: 'Maps are blank',
      severity: 'SEV1',
    });
    incident = declared.id;
    ({ text } = await site.api<{ text: string }>('GET', `/relay/incidents/${incident}/message`));
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([headquarters?.end(), site?.end()]);
  });

  test.each([
    { size: { width: 1440, height: 900 }, theme: 'light' as const },
    { size: { width: 360, height: 800 }, theme: 'dark' as const },
  ])('is read off the screen by another reader, $theme at $size.width', async ({ size, theme }) => {
    const page = await signedIn(size, theme);
    await page.goto(`${site.url}/envs/messages/${incident}`);
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    expect(text).toMatch(/^FM1 FIELD-1 INC-1 SEV1 /);
    expect(await scanned(await page.screenshot())).toBe(text);
    // On paper as well; and headquarters takes what was read.
    await page.emulateMedia({ media: 'print' });
    expect(await scanned(await page.screenshot({ fullPage: true }))).toBe(text);
    await page.context().close();
  });

  test('is taken by headquarters as it was scanned', async () => {
    const taken = await headquarters.api<{ site: string; incident: string; severity: string }>(
      'POST',
      '/sites/messages',
      { text },
    );
    expect(taken).toMatchObject({ site: 'field-1', incident, severity: 'SEV1' });
  });

  test('is followed by a bundle, of which a screen that was open says that something is open at a site', async () => {
    const page = await followInvitation(headquarters, await browser.newPage(), 'mira');
    await page.goto(`${headquarters.url}/catalog`);
    await page.getByText('On fire: 1 here, 1 at a site').waitFor();
    await carry(1);
    // Of the second one headquarters has no alert of its own to tell of.
    await site.api('POST', '/incidents', { title: 'Search is slow', severity: 'SEV2' });
    await carry(2);
    await page.getByText('2 at sites').waitFor();
    await page.context().close();
  });
});
