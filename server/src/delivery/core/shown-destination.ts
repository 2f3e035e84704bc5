import type { ChannelName, Destination } from '@fieldmarshal/contract/delivery';

/** Whoever knows the address of an incoming webhook can write into its room. */
const secretAddresses: ReadonlySet<ChannelName> = new Set(['slack', 'teams', 'mattermost']);

/** A destination as others than its owner may see it. */
export function shownDestination({ channel, destination }: Destination): string {
  if (!secretAddresses.has(channel)) return destination;
  return `${URL.parse(destination)?.origin ?? 'an address'}/…${destination.slice(-4)}`;
}
