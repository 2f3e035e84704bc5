// The site's own machine, on the inside of the gap: its mail server and its Fieldmarshal. Started by apart.ts.
import { join } from 'node:path';
import { z } from 'zod';
import { startMailCatcher } from '../mail/catcher.ts';
import { readMail } from '../mail/message.ts';
import { startMailPage } from '../mail/page.ts';
import { ports } from '../ports.ts';
import { startFieldmarshal } from '../starter/fieldmarshal.ts';
import { undo } from '../starter/undo.ts';
import { doors } from './apart.ts';
import { openDoor } from './door.ts';

const plan = z
  .object({
    url: z.string(),
    dataDirectory: z.string(),
    keys: z.object({ token: z.string(), intakeKey: z.string() }),
    mailFrom: z.string(),
    site: z.string(),
    /** Where its doors are. */
    hall: z.string(),
  })
  .parse(JSON.parse(process.env['DEMO_SITE'] ?? ''));

const started = undo((sentence) => console.error(sentence));

async function start(): Promise<void> {
  console.log(`pid ${process.pid}`);
  const catcher = await startMailCatcher(ports.smtp, readMail);
  started.add(() => catcher.stop());
  const page = await startMailPage(catcher, ports.mailPage);
  started.add(() => page.stop());
  // A database outside is out of reach: a site has its own.
  delete process.env['DATABASE_URL'];
  const server = startFieldmarshal(plan);
  started.add(() => server.stop());
  const inner = { site: Number(new URL(plan.url).port), mail: ports.mailPage };
  for (const name of doors) {
    const door = await openDoor({ path: join(plan.hall, name) }, { port: inner[name] });
    started.add(() => door.close());
  }
  const code = await server.ended;
  if (server.lastWords() !== '') console.error(server.lastWords());
  await end(code ?? 1);
}

let isEnding = false;
async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await started.run();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

start().catch(async (error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  await end(1);
});
