import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { z } from 'zod';
import { close, isOwnRequest, listen, pageHeaders, refuseForeign } from '../loopback.ts';
import { Refusal, type Json } from '../products/behaviour.ts';
import { readBody, readBytes } from '../products/body.ts';
import type { World } from '../products/world.ts';
import { fault } from './fault.ts';
import { descriptions, notice } from './notice.ts';
import { faultPage, type Links, type PageState } from './page.ts';

export interface ControlPlan {
  world: World;
  links: Links;
  port: number;
  now: () => number;
}

const style = readFileSync(join(import.meta.dirname, '../applications/style.css'), 'utf8');

/** The page and the small API that switch faults on and off. */
export async function startControl(plan: ControlPlan): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((req, res) => {
    void serve(plan, req, res);
  });
  const port = await listen(server, plan.port);
  return { port, stop: () => close(server) };
}

async function serve(plan: ControlPlan, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (!isOwnRequest(req)) {
    refuseForeign(res);
    return;
  }
  try {
    await answer(plan, req, res);
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 500;
    const message = error instanceof Error ? error.message : String(error);
    if (isForm(req)) page(plan, res, { text: message, isProblem: true, status });
    else json(res, status, { error: message });
  }
}

async function answer(plan: ControlPlan, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { world } = plan;
  const path = (req.url ?? '/').split('?')[0] ?? '/';
  const id = /^\/faults\/([\w.-]+)(?:\/off)?$/.exec(path)?.[1];
  switch (`${req.method ?? ''} ${id === undefined || id === 'off' ? path : path.replace(id, ':id')}`) {
    case 'GET /':
      page(plan, res, null);
      return;
    case 'GET /style.css':
      res.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(style);
      return;
    case 'GET /faults':
      json(res, 200, { faults: world.faults().map((entry) => described(plan, entry)) });
      return;
    case 'POST /faults': {
      const wanted = parsed(isForm(req) ? await readFields(req) : await readBody(req));
      const entry = await world.set(wanted);
      if (!isForm(req)) json(res, 201, described(plan, entry));
      else page(plan, res, { text: switchedOn(wanted), isProblem: false, status: 200 });
      return;
    }
    case 'DELETE /faults':
    case 'POST /faults/off':
      await Promise.all(world.faults().map((entry) => world.clear(entry.id)));
      finished(plan, req, res);
      return;
    case 'DELETE /faults/:id':
    case 'POST /faults/:id/off':
      if (!(await world.clear(id ?? ''))) throw new Refusal(404, `No fault ${id ?? ''} is on.`);
      finished(plan, req, res);
      return;
    default:
      throw new Refusal(404, `There is nothing at ${req.method ?? ''} ${path}.`);
  }
}

function described(
  { world }: ControlPlan,
  entry: { id: string; since: number; fault: z.output<typeof fault> },
) {
  return {
    id: entry.id,
    ...entry.fault,
    since: new Date(entry.since).toISOString(),
    notice: notice(entry.fault, world.isConnected(entry.fault.environment)),
  };
}

function switchedOn(wanted: z.output<typeof fault>): string {
  return `${descriptions[wanted.fault].title} is on for ${wanted.product} in ${wanted.environment}.`;
}

function finished(plan: ControlPlan, req: IncomingMessage, res: ServerResponse): void {
  if (req.method === 'DELETE') res.writeHead(204).end();
  else page(plan, res, { text: 'Switched off.', isProblem: false, status: 200 });
}

function parsed(body: Json): z.output<typeof fault> {
  const result = fault.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new Refusal(400, faults.join('; '));
}

function isForm(req: IncomingMessage): boolean {
  return (req.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

async function readFields(req: IncomingMessage): Promise<Json> {
  return Object.fromEntries(new URLSearchParams((await readBytes(req)).toString('utf8')));
}

function page(
  { world, links, now }: ControlPlan,
  res: ServerResponse,
  message: (NonNullable<PageState['message']> & { status: number }) | null,
): void {
  const isConnected: PageState['isConnected'] = ({ environment }) => world.isConnected(environment);
  res
    .writeHead(message?.status ?? 200, pageHeaders)
    .end(faultPage({ world, links, message, isConnected, now: now() }));
}

function json(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
