import type { Spec } from '@fieldmarshal/contract/catalog';
import type { ChannelName } from './message.ts';

export interface Destination {
  readonly channel: ChannelName;
  readonly destination: string;
}

/** How a person is reached, in the order of preference; without any contact method at the person's e-mail address. */
export function contactMethodsOf({
  email,
  contactMethods,
}: Pick<Spec<'Person'>, 'email' | 'contactMethods'>): Destination[] {
  if (contactMethods.length === 0) return [{ channel: 'email', destination: email }];
  return contactMethods.map((method) =>
    method.channel === 'email'
      ? { channel: 'email', destination: method.address }
      : { channel: 'webhook', destination: method.url },
  );
}
