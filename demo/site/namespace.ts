import { spawnSync } from 'node:child_process';

/** Whether this machine lets us make a network namespace: Linux, root, and a kernel that allows it. */
export function canCutOff(): boolean {
  const words = ['-n', 'ip', 'link', 'add', 'out', 'type', 'veth', 'peer', 'name', 'far'];
  return process.platform === 'linux' && spawnSync('unshare', words).status === 0;
}

/**
 * A network of its own whose only way out, `out`, is a veth pair that leads nowhere: what is sent there is counted and never arrives. One
 * packet is sent to see that it counts; `sent N` on standard output is the count before the program starts.
 */
const network = [
  'ip link set lo up',
  'ip link add out type veth peer name far',
  // Nobody asks for neighbours by himself, so that all that is counted is what a program sent.
  'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6',
  'ip link set out arp off',
  'ip link set far up',
  'ip addr add 192.0.2.2/24 dev out',
  'ip link set out up',
  'ip route add default dev out',
  `"$0" -e 'const s = require("dgram").createSocket("udp4"); s.send("x", 53, "198.51.100.1", () => s.close())'`,
  `echo "sent $(sed -n 's/^ *out://p' /proc/net/dev | awk '{print $10}')"`,
  'exec "$0" "$@"',
].join(' && ');

/** Runs this Node with these words in a network namespace that ends with it; see {@link canCutOff}. */
export function cutOff(words: readonly string[]): { command: string; arguments: readonly string[] } {
  return { command: 'unshare', arguments: ['-n', 'sh', '-c', network, process.execPath, ...words] };
}
