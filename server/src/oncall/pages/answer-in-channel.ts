import { readCatalog } from '#catalog';
import type { Ctx } from '#platform';
import { displayName } from '../roster/who-is-on-call.ts';
import { takeAnswer } from './answer-page.ts';
import { loadPage } from './page-store.ts';

interface InChannel {
  /** What the message was about; only pages are answered. */
  readonly regarding: string;
  readonly answer: 'acknowledge' | 'cannot';
}

/** Takes an answer that came in the channel itself, e.g. a digit in a call: whoever holds the phone acts as the person it belongs to. */
export async function answerInChannel(ctx: Ctx, { regarding, answer }: InChannel): Promise<void> {
  if (!regarding.startsWith('PG-')) return;
  const page = await loadPage(ctx.env.databases[ctx.pool], regarding);
  if (!page) return;
  const name = displayName(await readCatalog(ctx.env), page.person);
  const actor = { kind: 'person', person: page.person, displayName: name, roles: [] } as const;
  await takeAnswer({ ...ctx, actor }, page, answer);
}
