import { z } from 'zod';
import type { Env } from '../env.ts';
import { AppError, notFound } from '../errors.ts';
import { isSignature, signatureOf } from '../sealed.ts';

const purpose = 'link to an artefact';
/** Links made within one span are the same, so that browsers keep what is behind them; each lives for one to two spans. */
const spanS = 900;

const signed = z.object({ until: z.coerce.number().int(), signature: z.string().max(100) });

/** The path with what opens it, for whoever has it, for 15 to 30 minutes. Made after asking whether the person may see what is there. */
export async function signedLink(env: Pick<Env, 'config' | 'clock'>, path: string): Promise<string> {
  const nowS = env.clock.now().getTime() / 1_000;
  const until = (Math.floor(nowS / spanS) + 2) * spanS;
  const signature = await signatureOf(env, `${path}\n${until}`, purpose);
  return `${path}?${new URLSearchParams({ until: String(until), signature }).toString()}`;
}

/** Throws unless {@link signedLink} made this path with this query: `gone` after its time, `not-found` for everything else. */
export async function checkSignedLink(
  env: Pick<Env, 'config' | 'clock'>,
  path: string,
  query: unknown,
): Promise<void> {
  const parsed = signed.safeParse(query);
  if (!parsed.success) throw notFound('This file');
  const { until, signature } = parsed.data;
  if (!(await isSignature(env, { text: `${path}\n${until}`, signature }, purpose)))
    throw notFound('This file');
  if (env.clock.now().getTime() / 1_000 > until)
    throw new AppError('gone', 'This link has run out. Open it again from the page that led here.');
}
