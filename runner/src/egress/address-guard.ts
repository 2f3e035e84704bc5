import { BlockList, isIP } from 'node:net';

/** Never reachable from here, whatever is allowed: metadata services (also those of clouds that put theirs elsewhere), multicast, documentation, translation and tunnel prefixes (IANA special-purpose registries). */
const never = {
  ipv4: '0.0.0.0/8 100.100.100.200/32 168.63.129.16/32 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  ipv6: '::/128 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fe80::/10 fec0::/10 ff00::/8 fd00:ec2::254/128',
};
/** Reachable where the operator allows private addresses. */
const privateOnly = {
  ipv4: '10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.168.0.0/16',
  ipv6: '::1/128 fc00::/7',
};

/** All that was ever given out of IPv6; the rest, such as `::127.0.0.1`, leads nowhere or to what once translated it. */
const givenOut = new BlockList();
givenOut.addSubnet('2000::', 3, 'ipv6');

type Family = keyof typeof never;

// One list for each family: a list that holds ::ffff:0:0/96 matches every IPv4 address too.
const neverLists = { ipv4: listOf('ipv4', never), ipv6: listOf('ipv6', never) };
const privateLists = { ipv4: listOf('ipv4', privateOnly), ipv6: listOf('ipv6', privateOnly) };

/** Which private addresses may be reached: none, all, or those of some ranges. */
export type PrivateReach = boolean | BlockList;

/** Only these ranges (CIDR). A range that is no private one opens nothing. */
export function rangesOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) add(list, cidr, cidr.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}

/** Whether anything of ours may connect to this IP address (RFC 6890 special-purpose addresses are refused). Anything that is no address is refused. */
export function mayConnect(address: string, reach: PrivateReach): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (neverLists[family].check(address, family)) return false;
  if (!privateLists[family].check(address, family))
    return family === 'ipv4' || givenOut.check(address, 'ipv6');
  return typeof reach === 'boolean' ? reach : reach.check(address, family);
}

function listOf(family: Family, subnets: Record<Family, string>): BlockList {
  const list = new BlockList();
  for (const subnet of subnets[family].split(' ')) add(list, subnet, family);
  return list;
}

function add(list: BlockList, cidr: string, family: Family): void {
  const [network = '', prefix] = cidr.split('/');
  list.addSubnet(network, Number(prefix), family);
}
