import { context, propagation, ROOT_CONTEXT, SpanKind, trace, type Tracer } from '@opentelemetry/api';
import { readFileSync } from 'node:fs';
import { createServer, type Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { close, isOwnRequest, listen, pageHeaders, refuseForeign } from '../loopback.ts';
import type { ApplicationName, EnvironmentName } from '../ports.ts';
import { Refusal } from '../products/behaviour.ts';
import { readForm, type Form } from './form.ts';
import { gatewayClient, type GatewayClient } from './gateway-client.ts';
import { failurePage, framed, type Look, type Page } from './layout.ts';

export interface Visit {
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  form: Form;
  gateway: GatewayClient;
}

/** A page to show, or where to go next with a sentence to show there. */
export type Answer = Page | { to: string; notice: string };

interface Screen {
  method: 'GET' | 'POST';
  /** Such as `/cases/:id`. */
  path: string;
  show(visit: Visit): Promise<Answer>;
}

export interface Application {
  look: Look;
  /** Whom the gateway takes its visitors for. */
  session: string;
  screens: readonly Screen[];
}

export interface ApplicationPlan {
  name: ApplicationName;
  environment: EnvironmentName;
  application: Application;
  port: number;
  gatewayPort: () => number;
  agent: Agent;
  tracer: Tracer;
}

const assets: Readonly<Record<string, { type: string; text: string }>> = {
  '/style.css': { type: 'text/css', text: asset('style.css') },
  '/page.js': { type: 'text/javascript', text: asset('page.js') },
};

function asset(name: string): string {
  return readFileSync(join(import.meta.dirname, name), 'utf8');
}

/** The web front end of one application in one environment. */
export async function startApplication(
  plan: ApplicationPlan,
): Promise<{ port: number; stop(): Promise<void> }> {
  const notices = new Map<string, string>();
  const server = createServer((req, res) => {
    void serve({ plan, notices }, req, res);
  });
  const port = await listen(server, plan.port);
  return { port, stop: () => close(server) };
}

interface Serving {
  plan: ApplicationPlan;
  notices: Map<string, string>;
}

async function serve(serving: Serving, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://127.0.0.1');
  const file = assets[url.pathname];
  if (file) {
    res.writeHead(200, { 'content-type': `${file.type}; charset=utf-8` }).end(file.text);
    return;
  }
  if (!isOwnRequest(req)) {
    refuseForeign(res);
    return;
  }
  const { plan } = serving;
  const span = plan.tracer.startSpan(
    `${req.method ?? 'GET'} ${url.pathname}`,
    { kind: SpanKind.SERVER, attributes: { 'url.path': url.pathname } },
    // A check tells its run's trace; a person's browser tells none.
    propagation.extract(ROOT_CONTEXT, req.headers),
  );
  const status = await context.with(trace.setSpan(ROOT_CONTEXT, span), () =>
    answer({ ...serving, reference: span.spanContext().traceId }, { req, res, url }),
  );
  span.setAttribute('http.response.status_code', status);
  span.end();
}

interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  url: URL;
}

async function answer(serving: Serving & { reference: string }, exchange: Exchange): Promise<number> {
  const { plan, notices, reference } = serving;
  const { res, url } = exchange;
  const gateway = gatewayClient({
    port: plan.gatewayPort,
    agent: plan.agent,
    tracer: plan.tracer,
    session: plan.application.session,
  });
  const frame = (page: Page) =>
    framed(page, {
      look: plan.application.look,
      environment: plan.environment,
      who: gateway.who,
      path: url.pathname,
      notice: takeNotice(notices, url.searchParams.get('notice')),
    });
  try {
    const shown = await visit(plan.application.screens, { exchange, gateway });
    if ('to' in shown) {
      res.writeHead(303, { location: `${shown.to}?notice=${keepNotice(notices, shown.notice)}` }).end();
      return 303;
    }
    res.writeHead(200, pageHeaders).end(frame(shown));
    return 200;
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 503;
    res.writeHead(status, pageHeaders).end(frame(failurePage(error, reference)));
    return status;
  }
}

async function visit(
  screens: readonly Screen[],
  { exchange, gateway }: { exchange: Exchange; gateway: GatewayClient },
): Promise<Answer> {
  const { req, url } = exchange;
  for (const screen of screens) {
    const params = matched(screen.path, url.pathname);
    if (!params || screen.method !== req.method) continue;
    const form = screen.method === 'POST' ? await readForm(req) : new Map<string, never>();
    return screen.show({ params, query: url.searchParams, form, gateway });
  }
  throw new Refusal(404, 'There is no such page.');
}

function matched(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

const noticesMax = 200;

function keepNotice(notices: Map<string, string>, text: string): string {
  const id = crypto.randomUUID();
  notices.set(id, text);
  if (notices.size > noticesMax) notices.delete(notices.keys().next().value ?? '');
  return id;
}

/** Shown once: it is gone after a reload. */
function takeNotice(notices: Map<string, string>, id: string | null): string | null {
  const text = id === null ? undefined : notices.get(id);
  if (id !== null) notices.delete(id);
  return text ?? null;
}
