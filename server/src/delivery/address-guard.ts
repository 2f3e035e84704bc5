import { BlockList, isIP, isIPv6 } from 'node:net';

/** Never reachable from here, whatever is allowed: metadata services, multicast, documentation, translation and tunnel prefixes (IANA special-purpose registries). */
const never = [
  '0.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  '::/128 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fe80::/10 fec0::/10 ff00::/8',
  'fd00:ec2::254/128',
];
/** Reachable where the operator allows private addresses. */
const privateOnly = ['10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.168.0.0/16', '::1/128 fc00::/7'];

const neverList = blockListOf(never);
const privateList = blockListOf(privateOnly);

/** Whether the server may connect to this IP address (RFC 6890 special-purpose addresses are refused). Anything that is no address is refused. */
export function mayConnect(address: string, allowPrivate: boolean): boolean {
  if (isIP(address) === 0) return false;
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (neverList.check(address, family)) return false;
  return allowPrivate || !privateList.check(address, family);
}

function blockListOf(lines: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of lines.join(' ').split(' ')) {
    const [network = '', prefix] = subnet.split('/');
    list.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return list;
}
