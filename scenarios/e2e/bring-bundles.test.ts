import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutsOf, partHeadOf, partName } from '../../contract/src/relay/part.ts';
import { onDuty, startServer, token, type Server } from '../rig.ts';
import { isMissing, openBrowser } from './browser.ts';
import { followInvitation } from './sign-in-by-link.ts';

let headquarters: Server;
let site: Server;
let browser: Browser;
let stick = '';

const duty = onDuty('http://127.0.0.1:9/').replace('[field-marshal]', '[admin]');

/** What is new at the site, as the bytes of a bundle. */
async function bundle(title: string): Promise<Buffer> {
  await site.api('POST', '/incidents', { title, severity: 'SEV3' });
  const { hash, sequence } = await site.api<{ hash: string; sequence: number }>(
    'POST',
    '/relay/prepared',
    {},
  );
  await site.api('POST', '/relay/prepared/approve', { hash });
  const response = await fetch(`${site.url}/api/v1/relay/bundles/field-1/up/${sequence}/file`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return Buffer.from(await response.arrayBuffer());
}

async function storeParts(folder: string, name: string, bytes: Buffer): Promise<void> {
  const whole = createHash('sha256').update(bytes).digest();
  const cuts = cutsOf(bytes.length, Math.ceil(bytes.length / 2) + 100);
  for (const [n, { from, to }] of cuts.entries())
    await writeFile(
      join(folder, partName(name, n + 1)),
      Buffer.concat([partHeadOf({ whole, part: n + 1, parts: cuts.length }), bytes.subarray(from, to)]),
    );
}

/** As a person drops files and folders of their disk. */
async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const box = await page.getByRole('dialog').locator('.ui-drop').boundingBox();
  if (box === null) throw new Error('there is nowhere to drop');
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: box.x + 20, y: box.y + 20, data });
  await session.detach();
}

describe.skipIf(isMissing)('bundles that are dropped', () => {
  beforeAll(async () => {
    [headquarters, site, browser, stick] = await Promise.all([
      startServer(),
      startServer({ env: { FIELDMARSHAL_SITE: 'field-1' } }),
      openBrowser(),
      mkdtemp(join(tmpdir(), 'fm-drop-')),
    ]);
    await headquarters.apply(
      `${duty}---\napiVersion: fieldmarshal/v1\nkind: Environment\nmetadata: { name: field-1 }\nspec: { connection: disconnected }\n`,
    );
    await site.apply(duty);
    const invited = await headquarters.api<{ invitation: string; code: string }>('POST', '/sites', {
      name: 'field-1',
      environments: ['field-1'],
      reportEverySeconds: null,
    });
    const { invitation, code } = invited;
    const { answer } = await site.api<{ answer: string }>('POST', '/relay/join', { invitation, code });
    await headquarters.api('POST', '/sites/field-1/confirm', { answer });

    await mkdir(join(stick, 'bundles', 'inside'), { recursive: true });
    await writeFile(join(stick, 'a-1.fmb'), await bundle('Maps are blank'));
    // The key of today announces the next one in the second, which the third is signed with; its name sorts behind.
    await site.api('POST', '/relay/rotate', {});
    await storeParts(join(stick, 'bundles'), 'b-2.fmb', await bundle('Maps are slow'));
    await writeFile(join(stick, 'bundles', 'a-3.fmb'), await bundle('Maps are late'));
    await writeFile(join(stick, 'bundles', 'holiday.jpg'), 'a picture');
    await writeFile(join(stick, 'bundles', 'inside', 'a-1.fmb'), 'not looked at');
    await writeFile(join(stick, 'menu.txt'), 'Soup');
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([headquarters?.end(), site?.end(), rm(stick, { recursive: true, force: true })]);
  });

  test('files and a whole folder, in any order, with parts and strangers among them, are taken in or told why not', async () => {
    const page = await followInvitation(
      headquarters,
      await browser.newPage({ viewport: { width: 360, height: 800 } }),
      'mira',
    );
    await page.goto(`${headquarters.url}/envs`);
    await page.getByRole('button', { name: 'Import bundles' }).click();
    await drop(page, [join(stick, 'menu.txt'), join(stick, 'a-1.fmb')]);
    const status = page.getByRole('dialog').getByRole('status');
    await status.getByText('2 files: 1 taken in, 1 refused.').waitFor();
    await drop(page, [join(stick, 'bundles')]);
    await status.getByText('4 files: 3 taken in, 1 refused.').waitFor();

    const rows = page.getByRole('dialog').getByRole('list', { name: 'Files' }).getByRole('listitem');
    expect((await rows.allInnerTexts()).map((text) => text.split(/[.:] /)[0])).toEqual([
      'Taken in a-1.fmb',
      'Refused menu.txt',
      'Taken in a-3.fmb',
      'Taken in b-2.fmb, 2 parts',
    ]);
    await page
      .getByText(
        'Folder bundles: 3 files taken, 1 passed over that is no bundle. Folders inside were not looked into.',
      )
      .waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    const { incidents } = await headquarters.api<{ incidents: unknown[] }>('GET', '/sites/field-1');
    expect(incidents).toHaveLength(3);
  });
});
