import { chromium } from 'playwright-core';

/**
 * A process of its own that keeps one browser warm and lets clients of Playwright share it, each with contexts of its own. It ends with
 * its parent: the channel closes however that ended.
 */
const executablePath = process.argv[2];
if (executablePath === undefined) throw new Error('The path of a browser must be given.');

/** Services of its maker that a browser asks by itself, also without a page of theirs: they are not there for it. */
const makers = [
  'update.googleapis.com',
  'clients2.google.com',
  'content-autofill.googleapis.com',
  'optimizationguide-pa.googleapis.com',
];

const server = await chromium.launchServer({
  executablePath,
  headless: true,
  host: '127.0.0.1',
  args: [
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
    // Pages of checks may sign in at accounts.google.com; the browser itself, which would ask there for an account of its own, may not.
    '--gaia-url=http://127.0.0.1:9',
    '--component-updater=url-source=http://127.0.0.1:9',
    `--host-resolver-rules=${makers.map((host) => `MAP ${host} ^NOTFOUND`).join(',')}`,
  ],
});
server.on('close', () => process.exit(3));
process.on('disconnect', () => {
  void server.kill().finally(() => process.exit(0));
});
process.send?.({ endpoint: server.wsEndpoint() });
