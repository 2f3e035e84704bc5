import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { html, type Html } from '../html.ts';
import { close, isOwnRequest, listen, pageHeaders, refuseForeign } from '../loopback.ts';
import type { CaughtMail, MailCatcher } from './catcher.ts';

const style = readFileSync(join(import.meta.dirname, '../applications/style.css'), 'utf8');

/** `POST /sms` is the demo's gateway for text messages, which are listed beside the mails. `GET /` lists the mails with their links; `GET /mails` gives them as JSON; `DELETE /mails` forgets them. */
export async function startMailPage(
  catcher: MailCatcher,
  port: number,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((req, res) => {
    if (isOwnRequest(req)) answer(catcher, req, res);
    else refuseForeign(res);
  });
  const listening = await listen(server, port);
  return { port: listening, stop: () => close(server) };
}

function answer(catcher: MailCatcher, req: IncomingMessage, res: ServerResponse): void {
  switch (`${req.method ?? ''} ${req.url ?? ''}`) {
    case 'GET /':
      res.writeHead(200, pageHeaders).end(mailPage(catcher.mails()));
      return;
    case 'GET /style.css':
      res.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(style);
      return;
    case 'GET /mails': {
      const mails = catcher.mails().map((mail) => ({ ...mail, at: new Date(mail.at).toISOString() }));
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ mails }));
      return;
    }
    case 'POST /sms':
      void takeText(catcher, req, res);
      return;
    case 'DELETE /mails':
      catcher.clear();
      res.writeHead(204).end();
      return;
    default:
      res.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such page.\n');
  }
}

const textBytesMax = 10_000;

/** Takes what the provider of `demo/providers.yaml` posts. */
async function takeText(catcher: MailCatcher, req: IncomingMessage, res: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of req) {
    body += String(chunk);
    if (body.length > textBytesMax) break;
  }
  const fields = new URLSearchParams(body);
  const [to, text] = [fields.get('to'), fields.get('text')];
  if (to === null || text === null || body.length > textBytesMax) {
    res.writeHead(400, { 'content-type': 'text/plain' }).end('It needs to and text, 10 kB at most.\n');
    return;
  }
  catcher.take({ from: 'Fieldmarshal', to: [to], subject: `Text message to ${to}`, text, raw: body });
  res.writeHead(202).end('queued');
}

function mailPage(mails: readonly CaughtMail[]): string {
  return html`<!doctype html>
    <html lang="en" data-theme="plain">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Mail of the demo (${mails.length})</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <a class="brand" href="/"
            ><strong>Mail</strong> <span>of the demo: nothing leaves this machine</span></a
          >
          <nav aria-label="Main"><a href="/">Look again</a></nav>
        </header>
        <main>
          <h1>${mails.length === 0 ? 'No mail yet' : `${mails.length} mails, newest first`}</h1>
          ${mails.map(mailSection)}
        </main>
      </body>
    </html> `.html;
}

function mailSection(mail: CaughtMail): Html {
  const heading = `mail-${mail.id}`;
  return html`<section aria-labelledby="${heading}">
    <h2 id="${heading}">${mail.subject}</h2>
    <p>
      To <strong>${mail.to.join(', ')}</strong> at
      <time datetime="${new Date(mail.at).toISOString()}"
        >${new Date(mail.at).toISOString().slice(11, 19)}Z</time
      >
    </p>
    <div class="letter">${linked(mail.text.trim())}</div>
  </section>`;
}

/** The text with its web addresses made links. */
function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`));
}
