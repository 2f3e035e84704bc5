import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { receiversOf } from '#identity';
import { proxyFor, tlsOptionsFor, type Config } from '#platform';
import { failed, notChecked, ok, type Finding } from './core/finding.ts';

const timeoutMs = 8_000;
const portOf: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'syslog+tcp:': 601,
  'syslog+tls:': 6514,
};

interface Target {
  readonly subject: string;
  readonly address: string;
  /** What stands still while it is away. */
  readonly meaning: string;
}

/** Whether what the configuration names outside takes a connection; nothing is sent over it. Needs the way out to be set. */
export async function examineReach(config: Config): Promise<Finding[]> {
  return Promise.all(targetsOf(config).map(tried));
}

function targetsOf(config: Config): Target[] {
  const { proxy, otlpUrl, deadManUrl } = config;
  const named = (subject: string, address: string | undefined, meaning: string): Target[] =>
    address === undefined ? [] : [{ subject, address, meaning }];
  return [
    ...named('proxy', proxy, 'nothing leaves over HTTP until it can be reached'),
    ...receiverNames(config).flatMap((address) =>
      named('audit receiver', address, 'the audit log waits until it can be reached'),
    ),
    ...named('collector', otlpUrl, 'traces, metrics and logs are not collected until it can be reached'),
    ...named('dead-man check', deadManUrl, 'it alarms, although the server lives, until it can be reached'),
  ];
}

/** None where they cannot be understood, which is told elsewhere. */
function receiverNames(config: Config): string[] {
  try {
    return receiversOf(config).map(({ name }) => name);
  } catch {
    return [];
  }
}

async function tried({ subject, address, meaning }: Target): Promise<Finding> {
  const url = new URL(address);
  const host = url.hostname.replaceAll(/[[\]]/g, '');
  const port = Number(url.port || portOf[url.protocol]);
  // A path may be a secret.
  const shown = `${host}:${port}`;
  const isBehindProxy = subject !== 'proxy' && /^https?:$/.test(url.protocol) && proxyFor(host) !== null;
  if (isBehindProxy) return notChecked(subject, `${shown} is behind the proxy: it was not tried.`);
  const problem = await connectProblem({ host, port, isSecure: /^(https|syslog\+tls):$/.test(url.protocol) });
  return problem === null
    ? ok(subject, `${shown} takes a connection.`)
    : failed(
        subject,
        `${shown} takes no connection: ${problem}.`,
        `Look at name, port and firewall: ${meaning}.`,
      );
}

interface Socket {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

async function connectProblem({ host, port, isSecure }: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    const named = isIP(host) === 0 ? { servername: host } : {};
    const socket = isSecure
      ? connectTls({ ...tlsOptionsFor(host), ...named, host, port })
      : connectTcp({ host, port });
    const end = (problem: string | null): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(timeoutMs, () => end(`nothing came within ${timeoutMs / 1_000} s`));
    socket.once(isSecure ? 'secureConnect' : 'connect', () => end(null));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.message || (error.code ?? error.name)));
  });
}
