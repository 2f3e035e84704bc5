import { join } from 'node:path';
import { z } from 'zod';
import { ports, type EnvironmentName } from '../ports.ts';
import { startProber } from '../prober/prober.ts';
import type { World } from '../products/world.ts';
import { startApart } from '../site/apart.ts';
import { canCutOff } from '../site/namespace.ts';
import { targets } from './alerting.ts';
import { command, startFieldmarshal, untilReady, type Installation, type Reached } from './fieldmarshal.ts';
import { mailUrl } from './household.ts';
import { keysOf } from './keys.ts';
import type { Tethered } from './tether.ts';
import type { Undo } from './undo.ts';

const environment: EnvironmentName = 'field-1';

export interface SitePlan {
  readonly dataDirectory: string;
  readonly headquarters: Reached;
  readonly world: World;
  /** The fault page, to which alerts point back. */
  readonly controlUrl: string;
  readonly undo: Undo;
  readonly onTrouble: (sentence: string) => void;
}

export interface RunningSite extends Installation {
  /** Where its mails are shown. */
  readonly mailUrl: string;
  /** Whether it has a network of its own, which leads nowhere. */
  readonly isCutOff: boolean;
}

/**
 * The field hospital as a site: a Fieldmarshal of its own, which nothing but files connects with the other one; in a network of its own
 * where this machine allows it. It is enrolled, and its first bundle is carried to it, once for each data directory. What watches the
 * products there hands its alerts in.
 */
export async function startSite(plan: SitePlan): Promise<RunningSite> {
  const dataDirectory = join(plan.dataDirectory, 'site');
  const site = {
    url: `http://127.0.0.1:${ports.site}`,
    dataDirectory,
    keys: keysOf(dataDirectory),
    mailFrom: 'Field hospital 1 <field-1@relief.example>',
    site: environment,
  };
  const isCutOff = canCutOff();
  await untilReady(isCutOff ? await startInside(site, plan.undo) : startBeside(site, plan.undo), site.url);
  if ((await whoItIs(site)).role !== 'site') await enrol(plan, site);
  const prober = startProber({
    targets: targets(plan.world, false),
    alertsUrl: `${site.url}/intake/k/${site.keys.intakeKey}/alertmanager/api/v2/alerts`,
    generatorURL: plan.controlUrl,
    onTrouble: plan.onTrouble,
  });
  plan.undo.add(() => prober.stop());
  return { ...site, isCutOff, mailUrl: isCutOff ? `http://127.0.0.1:${ports.siteMail}` : mailUrl };
}

async function startInside(site: Installation, undo: Undo): Promise<Tethered> {
  const apart = await startApart(site, { site: ports.site, mail: ports.siteMail });
  undo.add(() => apart.stop());
  return apart.program;
}

function startBeside(site: Installation, undo: Undo): Tethered {
  const server = startFieldmarshal(site);
  undo.add(() => server.stop());
  return server;
}

/** Where bundles lie between the two: the stick that somebody carries. */
export function stickOf(dataDirectory: string): string {
  return join(dataDirectory, 'stick');
}

async function enrol({ headquarters, dataDirectory }: SitePlan, site: Reached): Promise<void> {
  const invited = await post(headquarters, '/api/v1/sites', {
    body: { name: environment, environments: [environment], reportEverySeconds: 3600 },
    answer: z.object({ invitation: z.string(), code: z.string() }),
  });
  const { answer } = await post(site, '/api/v1/relay/join', {
    body: { invitation: invited.invitation, code: invited.code },
    answer: z.object({ answer: z.string() }),
  });
  await post(headquarters, `/api/v1/sites/${environment}/confirm`, { body: { answer }, answer: z.unknown() });
  const stick = join(stickOf(dataDirectory), 'first');
  const failure = 'The first bundle of the demo could not be carried to the site.';
  await command(headquarters, { arguments: ['bundle', 'down', environment, '--out', stick], failure });
  await command(site, { arguments: ['bundle', 'import', stick, '--apply'], failure });
}

async function whoItIs({ url, keys }: Reached): Promise<{ role: string }> {
  const response = await fetch(`${url}/api/v1/relay`, { headers: { authorization: `Bearer ${keys.token}` } });
  return z.object({ role: z.string() }).parse(await response.json());
}

interface Post<T> {
  readonly body: unknown;
  readonly answer: z.ZodType<T>;
}

async function post<T>({ url, keys }: Reached, path: string, { body, answer }: Post<T>): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keys.token}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`The site could not be enrolled: ${(await response.text()).slice(0, 300)}`);
  return answer.parse(await response.json());
}
