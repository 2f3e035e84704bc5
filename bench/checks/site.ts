import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small shop whose every address fails in the way that its name says. */
export async function startSite(): Promise<{ url: string; stop(): void }> {
  const server = createServer((req, res) => answer(new URL(req.url ?? '/', 'http://site').pathname, res));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const page = (body: string): string => `<!doctype html><title>Shop</title><h1>Hello</h1>
  <form><label>Name <input name="name"></label><button type="button" onclick="this.nextElementSibling.textContent = 'Hello ' + this.form.name.value">Greet</button><output></output></form>${body}`;

function answer(path: string, res: ServerResponse): void {
  const html = (text: string, status = 200): unknown =>
    res.writeHead(status, { 'content-type': 'text/html' }).end(text);
  const kind = path.split('/')[1] ?? '';
  const status = /^status-(\d{3})$/.exec(kind)?.[1];
  // A page of an error does not show what a good one shows: else no test would notice it.
  if (status !== undefined) html('<!doctype html><h1>Something is wrong on our side</h1>', Number(status));
  else if (kind === 'cut') res.destroy();
  else if (kind === 'half') {
    res.writeHead(200, { 'content-type': 'text/html', 'content-length': 10_000 });
    res.write(page(''));
    setTimeout(() => res.destroy(), 20);
  } else if (kind === 'slow') setTimeout(() => html(page('')), 8_000);
  else if (kind === 'silent') res.socket?.setTimeout(60_000);
  else if (kind === 'wrong') html(page('').replace('Hello</h1>', 'Somebody else</h1>'));
  else if (kind === 'empty') html('<!doctype html><title>Shop</title>');
  else if (kind === 'script')
    html(page('<script>window.cart.items.length</script>').replace('<h1>Hello</h1>', ''));
  else if (kind === 'loop') res.writeHead(302, { location: path }).end();
  else if (kind === 'calls')
    html(
      page(
        '<script>fetch("/status-503").then((r) => r.json()).then(() => { document.querySelector("h1").textContent = "Hello"; })</script>',
      ).replace('Hello</h1>', 'Loading</h1>'),
    );
  else html(page('<a href="/">One</a><a href="/two">Two</a>'));
}
