import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { mayConnect } from '../egress/address-guard.ts';
import { MonitorFailure, unmet } from './failure.ts';
import type { ProbeOf, Surroundings } from './found.ts';
import { checkTime } from './sockets.ts';

/** Asks a name server, and looks at what it answers. */
export async function probeDns(probe: ProbeOf<'dns'>, { reach, signal, note }: Surroundings): Promise<null> {
  const resolver = new Resolver({ tries: 1 });
  if (probe.resolver !== undefined) {
    checkServer(probe.resolver, reach);
    resolver.setServers([probe.resolver]);
  }
  const stop = (): void => resolver.cancel();
  signal.addEventListener('abort', stop, { once: true });
  const began = performance.now();
  try {
    const answers = await ask(resolver, probe);
    const totalMs = performance.now() - began;
    note(
      [
        { name: 'totalMs', value: totalMs, unit: 'ms' },
        { name: 'answers', value: answers.length, unit: '' },
      ],
      [{ title: 'Ask the name server', atMs: 0, durationMs: totalMs }],
    );
    judge(answers, probe);
    checkTime(totalMs, probe.withinMs);
    return null;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A name server is an address; it is held to the same ranges as everything else. */
function checkServer(server: string, reach: Surroundings['reach']): void {
  const address =
    /^\[(.+)\](:\d+)?$/.exec(server)?.[1] ?? (isIP(server) === 0 ? server.replace(/:\d+$/, '') : server);
  if (isIP(address) === 0) throw new MonitorFailure('test', `${server} is no address of a name server`);
  if (!mayConnect(address, reach))
    throw new MonitorFailure('test', `${server} is an address that checks of this environment may not reach`);
}

async function ask(
  resolver: Resolver,
  { name, record, resolver: server }: ProbeOf<'dns'>,
): Promise<string[]> {
  try {
    const found: unknown = await resolver.resolve(name, record);
    return (Array.isArray(found) ? found : [found]).map(textOf);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENODATA' || code === 'ENOTFOUND') return [];
    // The server that the check names is what it looks at; the runner's own is what the runner stands in.
    const isOwn = server === undefined && /^(ECONNREFUSED|ETIMEOUT|ECANCELLED|ESERVFAIL)$/.test(code);
    throw new MonitorFailure(
      isOwn ? 'environment' : 'product',
      `${name} ${record}: ${code === '' ? String(error) : code}`,
      isOwn ? { why: 'The name server of the runner does not answer.' } : { inPlaceOfAnswer: 'refusal' },
    );
  }
}

/** `A` as it is, `MX` as `10 mail.example`, `SRV` as `1 2 443 host`, `TXT` joined, others as `tag value`. */
function textOf(record: unknown): string {
  if (typeof record === 'string') return record;
  if (Array.isArray(record)) return record.join('');
  if (typeof record !== 'object' || record === null) return String(record);
  return Object.values(record).map(String).join(' ');
}

function judge(answers: readonly string[], { name, record, includes, countMin }: ProbeOf<'dns'>): void {
  if (answers.length < countMin)
    throw unmet(`${name} has ${answers.length} ${record} records, fewer than ${countMin}`);
  const missing = includes.find(
    (wanted) => !answers.some((answer) => answer.toLowerCase() === wanted.toLowerCase()),
  );
  if (missing !== undefined)
    throw unmet(`${name} has no ${record} record ${missing}; it has ${answers.slice(0, 10).join(', ')}`);
}
