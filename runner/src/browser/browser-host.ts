import { chromium } from 'playwright-core';

/**
 * A process of its own that keeps one browser warm and lets clients of Playwright share it, each with contexts of its own. It ends with
 * its parent: the channel closes however that ended.
 */
const executablePath = process.argv[2];
if (executablePath === undefined) throw new Error('The path of a browser must be given.');

const server = await chromium.launchServer({
  executablePath,
  headless: true,
  host: '127.0.0.1',
  args: ['--disable-background-networking', '--disable-component-update', '--no-first-run'],
});
server.on('close', () => process.exit(3));
process.on('disconnect', () => {
  void server.kill().finally(() => process.exit(0));
});
process.send?.({ endpoint: server.wsEndpoint() });
