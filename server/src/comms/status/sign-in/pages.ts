import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError, asAppError, httpStatus, type Env } from '#platform';
import { documentHtml } from '../../core/status/document-html.ts';
import { shown } from '../../core/status/escape.ts';
import type { StatusFile } from '../../core/status/files.ts';
import { bareFacts, boardOf } from '../board.ts';
import { privateHeaders } from '../headers.ts';
import { publicId } from '../load-facts.ts';
import { customerFiles } from '../private-view.ts';
import { askToRead } from './ask-to-read.ts';
import { keptToken, readerMs, readerOfKept, readerOfLink, type Reader } from './reader-token.ts';

const bodyBytesMax = 8 * 1024;
const cookie = 'fm_status';
/** The cookie goes to these addresses only: neither the public page nor the product ever sees it. */
const root = '/status/mine';
const accountUrl = `${root}/account`;
const onToken = z.object({ token: z.string().max(200) });
const onPath = z.object({ '*': z.string().max(500).default('') });

/** The page of a customer for its contacts, who sign in by a link that is mailed to them. Works without scripts; looking changes nothing. */
export async function signInPages(parent: FastifyInstance, env: Env): Promise<void> {
  await parent.register(async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: bodyBytesMax },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    app.setErrorHandler(async (error, _request, reply) => {
      const known = asAppError(error);
      if (known === null) throw error;
      const body = `<h1>Not done</h1><p class="wrong">${shown(known.publicMessage)}</p>`;
      return page(env, reply, { title: 'Not done', body, status: httpStatus(known.code) });
    });
    askingPages(app, env);
    readingPages(app, env);
  });
}

function askingPages(app: FastifyInstance, env: Env): void {
  app.get('/status/sign-in', async (_request, reply) =>
    page(env, reply, { title: 'Sign in', body: formOf(env) }),
  );
  app.post('/status/sign-in', async (request, reply) => {
    if (boardOf(env).facts?.signInUrl === null)
      throw new AppError('refused', 'This page cannot send e-mail at the moment.');
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const email = (form.get('email') ?? '').trim();
    if (!z.email().max(254).safeParse(email).success)
      return page(env, reply, {
        title: 'Sign in',
        body: formOf(env, 'This is not an e-mail address.'),
        status: 400,
      });
    await askToRead(env, { email });
    return page(env, reply, { title: 'Look into your mail', body: asked });
  });
  app.get('/status/sign-in/:token', async (request, reply) => {
    const reader = await readerOfLink(env, onToken.parse(request.params).token);
    const customer = reader === null ? null : customerOf(env, reader);
    if (customer === null) return page(env, reply, { title: 'Sign in', body: over, status: 404 });
    const body = '<h1>Sign in?</h1><form method="post"><button>Yes, sign in</button></form>';
    return page(env, reply, { title: 'Sign in', body });
  });
  app.post('/status/sign-in/:token', async (request, reply) => {
    const reader = await readerOfLink(env, onToken.parse(request.params).token);
    if (reader === null || customerOf(env, reader) === null)
      return page(env, reply, { title: 'Sign in', body: over, status: 404 });
    const until = env.clock.now().getTime() + readerMs.kept;
    keep(env, { request, reply }, await keptToken(env, { ...reader, until }));
    return reply.headers(privateHeaders).redirect(root, 303);
  });
}

function readingPages(app: FastifyInstance, env: Env): void {
  for (const url of [root, `${root}/*`])
    app.get(url, async (request, reply) => {
      const { '*': path } = onPath.parse(request.params);
      const reader = await readerOfKept(env, kept(request));
      const name = reader === null ? null : customerOf(env, reader);
      if (name === null) return reply.headers(privateHeaders).redirect('/status/sign-in', 303);
      if (path === 'account') return page(env, reply, { title: 'Account', body: accountOf(env, name) });
      const file = fileOf(env, name, path);
      if (file === null) return page(env, reply, { title: 'Nothing here', body: nothing, status: 404 });
      return reply.headers(privateHeaders).type(file.type).send(file.text);
    });
  app.post(accountUrl, async (request, reply) => {
    keep(env, { request, reply }, null);
    return reply.headers(privateHeaders).redirect('/status', 303);
  });
}

/** The customer whose contact this still is; null once the catalog names the address no more. */
function customerOf(env: Env, { customer, email }: Reader): string | null {
  const found = [...boardOf(env).customers].find(([name]) => publicId('customer', name) === customer);
  return found?.[1].contacts.has(email) === true ? found[0] : null;
}

/** `…`: of all that the customer uses; `app/{key}/…`: of one application of it. */
function fileOf(env: Env, name: string, path: string): StatusFile | null {
  const { facts, customers } = boardOf(env);
  if (facts === null) return null;
  const known = { facts, customers, name, accountUrl };
  const [, part, below] = /^app\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  return part === undefined
    ? (customerFiles({ ...known, root })?.get(path) ?? null)
    : (customerFiles({ ...known, root: `${root}/app/${part}`, part })?.get(below ?? '') ?? null);
}

/** How to leave, and the pages of each application that the customer uses. */
function accountOf(env: Env, name: string): string {
  const { facts, customers } = boardOf(env);
  const keys = new Set(customers.get(name)?.applications.map((each) => publicId('application', each)));
  const items = (facts?.parts ?? [])
    .filter(({ key }) => keys.has(key))
    .map(({ key, publicName }) => `<li><a href="${root}/app/${key}">${shown(publicName)}</a></li>`);
  const pages = items.length === 0 ? '' : `<h2>Pages of one application</h2><ul>${items.join('')}</ul>`;
  return `<h1>Account</h1><p><a href="${root}">All that you use</a></p>${pages}<p>This browser stays signed in for 30 days.</p><form method="post" action="${accountUrl}"><button>Sign out</button></form>`;
}

function kept({ headers }: FastifyRequest): string {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name = '', value = ''] = part.trim().split('=', 2);
    if (name === cookie) return value.slice(0, 200);
  }
  return '';
}

interface Answering {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function keep({ config }: Env, { request, reply }: Answering, value: string | null): void {
  const isSecure = request.protocol === 'https' || config.publicUrl?.startsWith('https:') === true;
  const age = value === null ? 0 : readerMs.kept / 1_000;
  reply.header(
    'set-cookie',
    `${cookie}=${value ?? ''}; Path=${root}; Max-Age=${age}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`,
  );
}

const asked =
  '<h1>Look into your mail</h1><p>If this address belongs to one of our customers, a link has gone there. It works for half an hour.</p>';
const over =
  '<h1>This link is over</h1><p>Links work for half an hour. <a href="/status/sign-in">Ask for a new one</a>.</p>';
const nothing = '<h1>Nothing here</h1><p>There is no page at this address.</p>';

function formOf(env: Env, wrong?: string): string {
  if (boardOf(env).facts?.signInUrl === null)
    return '<h1>Sign in</h1><p>This page cannot send e-mail at the moment. Please ask for a private link.</p>';
  const told = wrong === undefined ? '' : `<p class="wrong" id="wrong">${wrong}</p>`;
  const marked = wrong === undefined ? '' : ' aria-describedby="wrong" aria-invalid="true"';
  return `<h1>Sign in</h1><p>To the page of what your organisation uses, with the messages that are for its users only.</p>${told}<form method="post" action="/status/sign-in"><label for="email">Your e-mail address</label><input type="email" id="email" name="email" required maxlength="254" autocomplete="email"${marked}><button>Mail me a link</button></form>`;
}

interface Page {
  readonly title: string;
  readonly body: string;
  readonly status?: number;
}

function page(env: Env, reply: FastifyReply, { title, body, status = 200 }: Page): FastifyReply {
  const facts = boardOf(env).facts ?? bareFacts(env);
  return reply
    .status(status)
    .headers(privateHeaders)
    .type('text/html; charset=utf-8')
    .send(documentHtml({ facts, title, body }));
}
