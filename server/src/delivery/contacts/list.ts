import {
  channelName,
  type ChannelName,
  type ContactList,
  type ContactView,
  type Destination,
} from '@fieldmarshal/contract/delivery';
import type { Ctx, Env } from '#platform';
import { channels } from '../channels.ts';
import { fileMethodId, inOrder } from '../core/contact-order.ts';
import { vapidKeys } from '../push/vapid.ts';
import { fileMethods } from './contacts.ts';
import { methodsOfPerson, orderOf, type OwnMethod } from './contact-store.ts';
import { self } from './own.ts';

/** How the person who asks is reached, what is not verified yet included. */
export async function listContacts(ctx: Ctx): Promise<ContactList> {
  const { person, spec } = await self(ctx);
  const db = ctx.env.databases[ctx.pool];
  const own = await methodsOfPerson(db, person);
  const all = [...fileMethods(spec).map(fileView), ...own.map(ownView)];
  const ordered = inOrder(all, await orderOf(db, person));
  const items = await Promise.all(
    ordered.map(async (view) => ({
      ...view,
      problem: await problemOf(ctx.env, { ...view, destination: placeOf(view) }),
    })),
  );
  const { publicKey } = await vapidKeys(ctx.env);
  return { items, pushKey: publicKey, channels: await addable(ctx.env) };
}

function fileView(method: Destination): ContactView {
  return {
    ...method,
    id: fileMethodId(method),
    label: '',
    origin: 'file',
    verifiedAt: null,
    counts: true,
    problem: null,
  };
}

export function ownView({ id, channel, destination, label, verifiedAt }: OwnMethod): ContactView {
  return {
    id,
    channel,
    destination: channel === 'push' ? '' : destination,
    label,
    origin: 'own',
    verifiedAt: verifiedAt?.toISOString() ?? null,
    counts: verifiedAt !== null,
    problem: null,
  };
}

/** A device is named by its own id. */
function placeOf({ id, channel, destination }: ContactView): string {
  return channel === 'push' ? id : destination;
}

/** Why nothing can be sent there at the moment, e.g. since no provider is configured; null where something can. */
export async function problemOf(env: Env, { channel, destination }: Destination): Promise<string | null> {
  const routes = await channels[channel].routes(env, destination);
  return routes.length === 0 ? channels[channel].notConfigured : null;
}

const example: Partial<Record<ChannelName, string>> = {
  webhook: 'https://x',
  slack: 'https://x',
  teams: 'https://x',
  mattermost: 'https://x',
};

async function addable(env: Env): Promise<ContactList['channels']> {
  const names = channelName.options.filter(
    (channel) => channel !== 'command' && channel !== 'push' && channel !== 'tracker',
  );
  return Promise.all(
    names.map(async (channel) => {
      const why = await problemOf(env, { channel, destination: example[channel] ?? '' });
      return { channel, configured: why === null, why };
    }),
  );
}
