import type { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { readContacts } from '#delivery';
import { tell } from '#oncall';
import { inTransaction, type Ctx } from '#platform';
import type { checkBroken, checkRuled, runnerTroubled } from '../facts.ts';
import { runnerCalled } from './runner-called.ts';

type Troubled = z.output<(typeof runnerTroubled)['data']>;
type Broken = z.output<(typeof checkBroken)['data']>;

const subjects: Record<Exclude<Troubled['trouble'], 'revoked' | 'own-key'>, string> = {
  late: 'begins its runs late',
  overloaded: 'is overloaded',
  silent: 'is silent: its checks are not run',
  faults: 'fails runs by its own fault',
  none: 'is well again',
  'other-key': 'has a token that came with another key',
};

/** Tells the team that keeps a runner, or those who run the installation where it has none. This is no page. */
export async function tellRunnerOwner(
  ctx: Ctx,
  { factId, ...data }: Troubled & { readonly factId: number },
): Promise<void> {
  const { trouble, detail } = data;
  if (trouble === 'revoked' || trouble === 'own-key') return;
  await tellTeam(ctx, {
    team: data.owner,
    key: `runner-${factId}`,
    subject: `${runnerCalled(data)} ${subjects[trouble]}`,
    lines: [detail],
    path: '/runners',
  });
}

/** Tells who keeps a check that it fails by its own fault. This is no page. */
export async function tellCheckOwner(
  ctx: Ctx,
  { factId, check, environment, run, detail }: Broken & { readonly factId: number },
): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  await tellTeam(ctx, {
    team: ownerOf(catalog, check),
    key: `check-${factId}`,
    subject: `The check ${check} fails by its own fault in ${environment}`,
    lines: [detail, 'Nobody was paged for it, and it watches nothing until it is mended.'],
    path: `/runs/${run}`,
  });
}

/** Tells who keeps a check that it may not page any more, or again. This is no page. */
export async function tellOfRuling(
  ctx: Ctx,
  { factId, check, mayPage, detail }: z.output<(typeof checkRuled)['data']> & { readonly factId: number },
): Promise<void> {
  await tellTeam(ctx, {
    team: ownerOf(await readCatalog(ctx.env), check),
    key: `check-${factId}`,
    subject: mayPage ? `The check ${check} pages again` : `The check ${check} pages nobody any more`,
    lines: [detail],
    path: `/checks/${check}`,
  });
}

/** The team that keeps a check in order. */
export function ownerOf(catalog: Catalog, check: string): string | null {
  const spec = catalog.get('Check', check)?.spec;
  if (!spec) return null;
  if (spec.owner !== undefined) return spec.owner;
  const [product] = spec.products;
  return product === undefined ? null : (catalog.ownerOf(product)?.name ?? null);
}

interface Telling {
  readonly team: string | null;
  readonly key: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly path: string;
}

async function tellTeam(ctx: Ctx, { team, ...message }: Telling): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const contacts = await readContacts(ctx.env);
  const members = team === null ? [] : catalog.teamMembers(team).map(({ name }) => name);
  const people = members.length > 0 ? members : catalog.peopleWith('admin');
  await inTransaction(ctx, async (tx) =>
    tell(tx, { ...message, catalog, contacts, people, type: 'check-trouble' }),
  );
}
