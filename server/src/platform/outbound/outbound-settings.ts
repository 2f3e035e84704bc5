import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';

type OutboundConfig = Pick<
  Config,
  'proxy' | 'noProxy' | 'caFile' | 'clientCertFile' | 'clientKeyFile' | 'clientCertHosts'
>;

interface Settings {
  readonly proxy: URL | null;
  readonly direct: readonly string[];
  readonly directNetworks: BlockList;
  readonly ca: readonly string[] | null;
  readonly client: { readonly cert: string; readonly key: string; readonly hosts: readonly string[] } | null;
}

const none: Settings = { proxy: null, direct: [], directNetworks: new BlockList(), ca: null, client: null };

/** One for the process, since there is one way out of it. */
let settings: Settings = none;

/**
 * Sets the proxy, the certificates to believe besides the usual ones, and the one to show, for all that leaves from now on. Throws
 * `invalid` naming the variable where a file cannot be read, or half of a certificate is missing.
 */
export function configureOutbound(config: OutboundConfig): void {
  const { proxy, noProxy, caFile } = config;
  settings = {
    proxy: proxy === undefined ? null : proxyAt(proxy),
    direct: listed(noProxy).filter((each) => !each.includes('/')),
    directNetworks: networksOf(listed(noProxy).filter((each) => each.includes('/'))),
    ca: caFile === undefined ? null : [...rootCertificates, read(caFile, 'FIELDMARSHAL_CA_FILE')],
    client: clientOf(config),
  };
}

function proxyAt(text: string): URL {
  const url = new URL(text);
  try {
    decodeURIComponent(`${url.username}:${url.password}`);
  } catch {
    throw unusable('FIELDMARSHAL_PROXY', 'a % in its user or password must be written as %25');
  }
  return url;
}

/** Networks as other programs take them in such a list: `10.0.0.0/8`, `fd00::/8`. */
function networksOf(texts: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const text of texts) {
    const [address = '', bits = ''] = text.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    if (isIP(address) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most)
      throw unusable('FIELDMARSHAL_NO_PROXY', `"${text}" is neither a host nor a network such as 10.0.0.0/8`);
    networks.addSubnet(address, Number(bits), family);
  }
  return networks;
}

function clientOf({ clientCertFile, clientKeyFile, clientCertHosts }: OutboundConfig): Settings['client'] {
  if (clientCertFile === undefined && clientKeyFile === undefined) return null;
  if (clientCertFile === undefined) throw unusable('FIELDMARSHAL_CLIENT_CERT_FILE', 'is needed with the key');
  if (clientKeyFile === undefined)
    throw unusable('FIELDMARSHAL_CLIENT_KEY_FILE', 'is needed with the certificate');
  const hosts = listed(clientCertHosts);
  if (hosts.length === 0)
    throw unusable('FIELDMARSHAL_CLIENT_CERT_HOSTS', 'must name the hosts that the certificate is shown to');
  return {
    cert: read(clientCertFile, 'FIELDMARSHAL_CLIENT_CERT_FILE'),
    key: read(clientKeyFile, 'FIELDMARSHAL_CLIENT_KEY_FILE'),
    hosts,
  };
}

function read(path: string, variable: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes('-----BEGIN')) return text;
  } catch (error) {
    throw unusable(variable, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw unusable(variable, 'is not in PEM form');
}

function unusable(variable: string, why: string): AppError {
  return new AppError('invalid', `The configuration is not valid. ${variable}: ${why}.`, {
    faults: [{ path: variable, message: why }],
  });
}

function listed(text: string | undefined): string[] {
  return (text ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

interface TlsOptions {
  readonly minVersion: 'TLSv1.2';
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
}

/** How a connection to this host is secured: whom we believe, and what we show. */
export function tlsOptionsFor(host: string): TlsOptions {
  const { ca, client } = settings;
  return {
    minVersion: 'TLSv1.2',
    ...(ca === null ? {} : { ca: [...ca] }),
    ...(client !== null && isListed(host, client.hosts) ? { cert: client.cert, key: client.key } : {}),
  };
}

/** The proxy that leads to this host; null: it is reached without one, as all of this machine are. */
export function proxyFor(host: string): URL | null {
  const { proxy, direct, directNetworks } = settings;
  if (proxy === null || isLoopback(host) || isListed(host, direct)) return null;
  const family = isIP(host);
  if (family !== 0 && directNetworks.check(host, family === 6 ? 'ipv6' : 'ipv4')) return null;
  return proxy;
}

function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    (isIP(name) === 4 && name.startsWith('127.'))
  );
}

/** `example.org` and `.example.org` mean the host and all below it, `*` means every host. A port behind a host says nothing more. */
function isListed(host: string, list: readonly string[]): boolean {
  const name = host.toLowerCase();
  return list.some((each) => {
    const bare = isIP(each) === 6 ? each : each.replace(/^\*?\./, '').replace(/:\d+$/, '');
    return each === '*' || name === bare || name.endsWith(`.${bare}`);
  });
}
