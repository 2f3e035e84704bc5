import { BlockList, isIP } from 'node:net';

export const databaseUrlForm =
  'must be postgres://user:password@host:port/database, with letters such as @ : / # of a password written as %40 %3A %2F %23';

/** What the driver understands. It takes anything else for the name of a database on a host that nobody named. */
export function isDatabaseUrl(text: string): boolean {
  if (/^(\/|socket:)/.test(text)) return true;
  if (!/^postgres(ql)?:\/\//.test(text)) return false;
  // Without a host a socket is meant, which stands behind the question mark.
  const url = URL.parse(text) ?? URL.parse(text.replace('@/', '@socket/'));
  return url !== null && isDecoded(url.username + url.password + url.pathname);
}

function isDecoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Names of networks that stand for the addresses of this machine, and of private ones. */
const networkNames = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Whether a text is a list of addresses and CIDRs, with commas between. */
export function isNetworkList(text: string): boolean {
  return text.split(',').every((each) => networkNames.has(each.trim()) || isNetwork(each.trim()));
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (prefix === undefined) return true;
  if (!/^\d{1,3}$/.test(prefix)) return version === 4 && isIP(prefix) === 4;
  try {
    new BlockList().addSubnet(address, Number(prefix), version === 4 ? 'ipv4' : 'ipv6');
    return Number(prefix) > 0;
  } catch {
    return false;
  }
}
