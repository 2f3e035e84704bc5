import { randomBytes, randomUUID } from 'node:crypto';
import { readCatalog } from '#catalog';
import { audit, baseUrl, permit, secretHash } from '#identity';
import {
  actorKey,
  AppError,
  inTransaction,
  notFound,
  seal,
  unseal,
  type Ctx,
  type SealedColumn,
  type Tx,
} from '#platform';
import { fingerprintOf, newKeyPair } from '../bundle/keys.ts';
import { siteEnrolled } from '../facts.ts';
import { dropPrepared } from '../up/prepare.ts';
import { storeLink } from '../link/link-store.ts';
import { keepOwn, makeOwn, readOwn, requireSite, type Own } from '../self/own.ts';
import {
  loadSite,
  markRevoked,
  setReportEvery,
  storeEnrolment,
  storeInvitation,
} from '../store/site-store.ts';
import {
  linkTokenOf,
  newCode,
  readAnswer,
  readInvitation,
  secretOf,
  writeAnswer,
  writeInvitation,
} from './enrolment-text.ts';

const invitationDays = 14;
const purpose = 'relay invitation';

export const sealedInvitations: SealedColumn = {
  table: 'relay_site',
  column: 'invitation',
  key: ['name'],
  purposeOf: () => purpose,
};

interface Wanted {
  readonly name: string;
  readonly environments: readonly string[];
  readonly reportEverySeconds: number | null;
}

interface Invited {
  readonly site: string;
  readonly invitation: string;
  readonly code: string;
  readonly endsAt: string;
}

/** Headquarters invites a site, for the first time or anew. The code is for a person's ears; the invitation may travel in any way. */
export async function inviteSite(
  ctx: Ctx,
  { name, environments, reportEverySeconds }: Wanted,
): Promise<Invited> {
  permit(ctx, 'site.manage');
  await checkEnvironments(ctx, environments);
  const code = newCode();
  const secret = secretOf(code);
  if (secret === null) throw new Error('a code of ours is none');
  // An answer that holds a secret is not kept for repetitions of the request.
  const { idempotency: _, ...once } = ctx;
  return inTransaction(once, async (tx) => {
    const own = await asHeadquarters(tx);
    const endsAt = new Date(tx.now.getTime() + invitationDays * 86_400_000);
    const stream = randomUUID();
    const sealed = await seal(
      ctx.env,
      JSON.stringify({ secret: secret.toString('base64'), stream }),
      purpose,
    );
    await storeInvitation(tx, {
      name,
      environments,
      invitation: sealed,
      endsAt,
      reportEveryS: reportEverySeconds,
      by: actorKey(ctx.actor),
    });
    audit(tx, {
      action: 'site.invited',
      subject: `site/${name}`,
      after: { environments, reportEverySeconds },
    });
    tx.changed('sites');
    const content = {
      site: name,
      environments: [...environments],
      stream,
      publicKey: own.publicKey,
      recipient: own.recipient,
      url: baseUrl(ctx.env.config),
      endsAt: endsAt.toISOString(),
    };
    return { site: name, invitation: writeInvitation(content, secret), code, endsAt: content.endsAt };
  });
}

/** Enrols a site by its answer: from now on its key speaks for it, and no earlier one. */
export async function confirmSite(
  ctx: Ctx,
  { name, answer }: { readonly name: string; readonly answer: string },
): Promise<void> {
  permit(ctx, 'site.manage');
  await inTransaction(ctx, async (tx) => {
    const site = await loadSite(tx.db, name, true);
    if (site === null) throw notFound('This site');
    if (site.invitation === null || site.invitation_ends_at === null || site.invitation_ends_at < tx.now)
      throw new AppError('refused', 'No invitation of this site is open. Invite it again.');
    const opened = await unseal(ctx.env, site.invitation, purpose);
    if (opened === null)
      throw new AppError(
        'refused',
        'The invitation cannot be opened with the key of this installation. Invite the site again.',
      );
    const { secret, stream } = openInvitation(opened);
    const content = readAnswer(answer, secret);
    if (content.site !== name || content.stream !== stream)
      throw new AppError('invalid', 'This answer is one to another invitation.');
    const fingerprint = fingerprintOf(content.publicKey);
    await storeEnrolment(tx, {
      name,
      stream,
      recipient: content.recipient,
      linkTokenHash: secretHash(linkTokenOf(secret)),
      key: { fingerprint, publicKey: content.publicKey },
    });
    audit(tx, { action: 'site.enrolled', subject: `site/${name}`, after: { fingerprint, stream } });
    tx.emit(siteEnrolled, `site/${name}`, { site: name });
    tx.changed('sites');
  });
}

function openInvitation(text: string): { secret: Buffer; stream: string } {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || !('secret' in parsed) || !('stream' in parsed))
    throw new Error('a stored invitation has no secret');
  return { secret: Buffer.from(String(parsed.secret), 'base64'), stream: String(parsed.stream) };
}

interface Joined {
  readonly answer: string;
  readonly fingerprint: string;
}

/** Becomes the site that the invitation names, with new keys. Joining again begins a new line of bundles. */
export async function joinAsSite(
  ctx: Ctx,
  { invitation, code }: { readonly invitation: string; readonly code: string },
): Promise<Joined> {
  permit(ctx, 'site.manage');
  const secret = secretOf(code);
  if (secret === null)
    throw new AppError('invalid', 'This is no code: one has 20 letters and digits.', {
      faults: [{ path: 'code', message: 'has 20 letters and digits' }],
    });
  const content = readInvitation(invitation, secret);
  const named = ctx.env.config.site;
  if (named !== content.site)
    throw new AppError(
      'refused',
      named === undefined
        ? `This server does not run as a site. Start it with "serve --site ${content.site}".`
        : `The invitation is for the site ${content.site}, and this server runs as ${named}.`,
    );
  return inTransaction(ctx, async (tx) => {
    if (Date.parse(content.endsAt) < tx.now.getTime())
      throw new AppError(
        'refused',
        'The invitation has run out by the clock of this machine. Ask for another one.',
      );
    const before = await readOwn(ctx.env, tx.db);
    if (before?.role === 'headquarters')
      throw new AppError(
        'refused',
        'This installation is the headquarters of sites and cannot be a site itself.',
      );
    const own = await makeOwn(tx, {
      role: 'site',
      name: content.site,
      stream: content.stream,
      peer: { publicKey: content.publicKey, recipient: content.recipient, url: content.url },
      linkToken: linkTokenOf(secret),
      salt: before?.secrets.salt ?? randomBytes(32).toString('base64'),
    });
    // A link that was set for another headquarters, and what was approved of for it, counts no more.
    await storeLink(tx, { everyS: null, url: null, standing: null });
    // All that there is leaves again: headquarters knows nothing under the new key.
    await tx.db.deleteFrom('relay_sent').where('site', '=', content.site).execute();
    audit(tx, {
      action: 'site.joined',
      subject: `site/${content.site}`,
      after: { fingerprint: own.fingerprint, stream: content.stream },
    });
    tx.changed('relay');
    const { stream, publicKey, recipient } = own;
    return {
      answer: writeAnswer({ site: content.site, stream: stream ?? '', publicKey, recipient }, secret),
      fingerprint: own.fingerprint,
    };
  });
}

/**
 * Makes a new key: the next bundle announces it under the old one, and the one after is signed with it. A bundle that waits for approval was
 * gathered before and announces nothing, so it is dropped: what is in it stays new.
 */
export async function rotateKey(ctx: Ctx): Promise<void> {
  permit(ctx, 'site.manage');
  await inTransaction(ctx, async (tx) => {
    const own = await requireSite(ctx.env, tx.db);
    if (own.nextKey !== null)
      throw new AppError('refused', 'A new key waits already to be announced by the next bundle.');
    await dropPrepared(tx, own);
    const next = newKeyPair();
    await keepOwn(tx, {
      ...own,
      nextKey: next.publicKey,
      secrets: { ...own.secrets, nextPrivateKey: next.privateKey },
    });
    audit(tx, {
      action: 'site.key-made',
      subject: `site/${own.name}`,
      after: { fingerprint: fingerprintOf(next.publicKey) },
    });
    tx.changed('relay');
  });
}

/** Nothing that any key of the site signs is believed any more. What it told before stays. */
export async function revokeSite(ctx: Ctx, { name }: { readonly name: string }): Promise<void> {
  permit(ctx, 'site.manage');
  await inTransaction(ctx, async (tx) => {
    const site = await loadSite(tx.db, name, true);
    if (site === null) throw notFound('This site');
    await markRevoked(tx, name);
    audit(tx, { action: 'site.revoked', subject: `site/${name}`, before: { state: site.state } });
    tx.changed('sites');
  });
}

export async function changeSite(
  ctx: Ctx,
  { name, reportEverySeconds }: { readonly name: string; readonly reportEverySeconds: number | null },
): Promise<void> {
  permit(ctx, 'site.manage');
  await inTransaction(ctx, async (tx) => {
    const site = await loadSite(tx.db, name, true);
    if (site === null) throw notFound('This site');
    await setReportEvery(tx, name, reportEverySeconds);
    audit(tx, {
      action: 'site.changed',
      subject: `site/${name}`,
      before: { reportEverySeconds: site.report_every_s },
      after: { reportEverySeconds },
    });
    tx.changed('sites');
  });
}

/** An installation that enrols others is a headquarters, with keys of its own from then on. */
async function asHeadquarters(tx: Tx): Promise<Own> {
  if (tx.ctx.env.config.site !== undefined)
    throw new AppError('refused', 'A site enrols no sites: only headquarters does.');
  const own = await readOwn(tx.ctx.env, tx.db);
  if (own?.role === 'site')
    throw new AppError('refused', 'This installation has joined as a site, and a site enrols no sites.');
  return (
    own ??
    makeOwn(tx, {
      role: 'headquarters',
      name: 'headquarters',
      stream: null,
      peer: null,
      linkToken: null,
      salt: randomBytes(32).toString('base64'),
    })
  );
}

async function checkEnvironments(ctx: Ctx, environments: readonly string[]): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const faults = environments.flatMap((name, index) =>
    catalog.get('Environment', name)
      ? []
      : [{ path: `environments[${index}]`, message: `there is no Environment "${name}"` }],
  );
  if (faults.length > 0)
    throw new AppError('invalid', faults.map(({ path, message }) => `${path}: ${message}`).join('; '), {
      faults,
    });
}
