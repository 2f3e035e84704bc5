import { connect, type Server } from '../client.ts';
import { Refusal } from '../failure.ts';

interface InviteOptions extends Server {
  readonly environments: string[];
  readonly reportEvery?: number | undefined;
}

/** At headquarters: prints an invitation to carry, and a code to tell. */
export async function inviteSite(
  name: string,
  { environments, reportEvery, ...server }: InviteOptions,
): Promise<void> {
  const { invitation, code, endsAt } = await connect(server).relay.invite({
    name,
    environments,
    reportEverySeconds: reportEvery === undefined ? 86_400 : reportEvery * 3_600,
  });
  console.log(
    `Invitation, to be carried in any way:\n\n${invitation}\n\nCode, to be told in person only: ${code}\nBoth end ${endsAt}.`,
  );
}

/** At the site: prints the answer to carry back. */
export async function joinAsSite(
  invitation: string,
  { code, ...server }: Server & { readonly code: string },
): Promise<void> {
  const { answer, fingerprint } = await connect(server).relay.join({ invitation, code });
  console.log(
    `Answer, to be carried back:\n\n${answer}\n\nFingerprint of the key of this site: ${fingerprint}`,
  );
}

export async function confirmSite(name: string, answer: string, server: Server): Promise<void> {
  const { keys } = await connect(server).relay.confirm({ name, answer });
  console.log(
    `${name} is enrolled. Fingerprint of its key: ${keys.at(-1)?.fingerprint ?? ''}. Compare it with what the site shows.`,
  );
}

export async function listSites(server: Server): Promise<void> {
  const { items } = await connect(server).relay.sites({});
  for (const { name, link, lastBundleAt, knownUntil, gaps } of items)
    console.log(
      [
        name.padEnd(20),
        link.padEnd(10),
        `last ${lastBundleAt ?? 'never'}`,
        `known until ${knownUntil ?? 'never'}`,
        gaps.length === 0 ? '' : `${gaps.length} gaps`,
      ].join('  '),
    );
  if (items.length === 0) console.log('No site was invited.');
}

interface ReportingOptions extends Server {
  readonly every?: number | undefined;
  /** False with `--no-limit`. */
  readonly limit: boolean;
}

/** At headquarters: how often a site should report. */
export async function changeReporting(
  name: string,
  { every, limit, ...server }: ReportingOptions,
): Promise<void> {
  if ((every === undefined) === limit) throw new Refusal('Say either --every HOURS or --no-limit.');
  const { reportEverySeconds } = await connect(server).relay.change({
    name,
    reportEverySeconds: every === undefined ? null : every * 3_600,
  });
  console.log(
    reportEverySeconds === null
      ? `${name} may be silent for any time without an alarm.`
      : `There is an alarm when no bundle of ${name} comes for ${reportEverySeconds / 3_600} h.`,
  );
}

export async function revokeSite(name: string, server: Server): Promise<void> {
  await connect(server).relay.revoke({ name });
  console.log(`Nothing that the keys of ${name} sign is believed from now on.`);
}

export async function rotateKey(server: Server): Promise<void> {
  await connect(server).relay.rotate({});
  console.log('A new key was made. The next bundle announces it; the one after is signed with it.');
}

/** At a site, for an incident: prints its short message. At headquarters: enters one. */
export async function shortMessage(words: readonly string[], server: Server): Promise<void> {
  const { relay } = connect(server);
  const [first = ''] = words;
  if (words.length === 1 && /^inc-\d+$/i.test(first)) {
    const { text } = await relay.message({ incident: first.toUpperCase() });
    console.log(text);
    return;
  }
  const { site, incident, severity, product, since, outcome } = await relay.takeMessage({
    text: words.join(' '),
  });
  console.log(
    `${outcome}: ${incident} of ${site}, ${severity ?? 'not assessed'}, ${product ?? 'product not known'}, since ${since}. They ask to be called.`,
  );
}

interface LinkOptions extends Server {
  readonly every?: number | undefined;
  readonly never: boolean;
  readonly address?: string | undefined;
  readonly standing: boolean;
  readonly now: boolean;
}

/** At the site: how it calls headquarters by itself, or one call now. */
export async function linkSite({
  every,
  never,
  address,
  standing,
  now,
  ...server
}: LinkOptions): Promise<void> {
  const { relay } = connect(server);
  if (every !== undefined || never)
    await relay.setLink({ everySeconds: never ? null : (every ?? 0), url: address ?? null, standing });
  const { link } = now ? await relay.callNow({}) : await relay.self({});
  console.log(
    [
      link.everySeconds === null
        ? 'No calls by itself.'
        : `Calls ${link.url ?? ''} every ${link.everySeconds} s.`,
      link.standing === null
        ? 'Each bundle waits until somebody has seen it.'
        : `What the policy "${link.standing.policy}" lets through leaves without asking, says ${link.standing.by}.`,
      link.triedAt === null ? 'Not called yet.' : `Last call ${link.triedAt}: ${link.result ?? ''}`,
    ].join('\n'),
  );
}
