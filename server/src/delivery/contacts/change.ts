import {
  destinationOf,
  type addContactInput,
  type ContactView,
  type Destination,
  type editContactInput,
  type orderContactsInput,
  type subscribeInput,
} from '@fieldmarshal/contract/delivery';
import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#identity';
import {
  AppError,
  checkedAddresses,
  inTransaction,
  isUniqueViolation,
  OutboundError,
  type Ctx,
  type Tx,
} from '#platform';
import { channels } from '../channels.ts';
import { fileMethodId } from '../core/contact-order.ts';
import { expireContacts, fileMethods } from './contacts.ts';
import {
  insertMethod,
  lockMethod,
  methodsOfPerson,
  removeMethod,
  storeOrder,
  updateMethod,
} from './contact-store.ts';
import { ownView } from './list.ts';
import { newContactId, ownOf, self } from './own.ts';
import { sendCodeTo } from './verify.ts';

const ownMax = 20;

/** Adds a way and sends a code there; it counts for paging once that code was given back. */
export async function addContact(
  ctx: Ctx,
  { label, method }: z.output<typeof addContactInput>,
): Promise<ContactView> {
  const { person, spec } = await self(ctx);
  const place = destinationOf(method);
  if (fileMethods(spec).some((each) => fileMethodId(each) === fileMethodId(place)))
    throw new AppError('conflict', 'You are reached there already: the files of the operator say so.');
  await checkPlace(ctx, place);
  return inTransaction(ctx, async (tx) => {
    const own = await methodsOfPerson(tx.db, person);
    if (own.some((each) => fileMethodId(each) === fileMethodId(place)))
      throw new AppError('conflict', 'You have this way already.');
    if (own.length >= ownMax) throw new AppError('refused', `At most ${ownMax} ways can be added.`);
    const stored = await insertMethod(tx, {
      id: newContactId('CM'),
      person,
      ...place,
      label: label ?? '',
      details: {},
      isVerified: false,
    });
    await sendCodeTo(tx, stored);
    changed(tx, { action: 'contact.added', subject: stored.id, after: { person, ...place } });
    return ownView(stored);
  });
}

/** Renames a way, or sends its pages elsewhere, which has to be verified again. */
export async function editContact(
  ctx: Ctx,
  { id, label, method }: z.output<typeof editContactInput>,
): Promise<ContactView> {
  const { person } = await self(ctx);
  const place = method === undefined ? undefined : destinationOf(method);
  if (place) await checkPlace(ctx, place);
  return inTransaction(ctx, async (tx) => {
    const before = ownOf(await lockMethod(tx, id), person, id);
    const moved = place && fileMethodId(place) !== fileMethodId(before) ? place : undefined;
    if (moved && before.channel === 'push')
      throw new AppError('refused', 'A device can only be renamed. Remove it and use the other device.');
    await updateMethod(tx, id, {
      ...(label === undefined ? {} : { label }),
      ...(moved === undefined ? {} : { destination: moved }),
    }).catch((error: unknown) => {
      throw isUniqueViolation(error) ? new AppError('conflict', 'You have this way already.') : error;
    });
    const after = ownOf(await lockMethod(tx, id), person, id);
    if (moved) await sendCodeTo(tx, after);
    changed(tx, { action: 'contact.changed', subject: id, after: { person, label, ...moved } });
    return ownView(after);
  });
}

export async function removeContact(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  const { person } = await self(ctx);
  return inTransaction(ctx, async (tx) => {
    const { channel, destination } = ownOf(await lockMethod(tx, id), person, id);
    await removeMethod(tx, id);
    changed(tx, { action: 'contact.removed', subject: id, before: { person, channel, destination } });
    return { id };
  });
}

/** Sets the order, files' ways included. Names every way exactly once. */
export async function orderContacts(
  ctx: Ctx,
  { ids }: z.output<typeof orderContactsInput>,
): Promise<{ ids: string[] }> {
  const { person, spec } = await self(ctx);
  return inTransaction(ctx, async (tx) => {
    const known = [
      ...fileMethods(spec).map(fileMethodId),
      ...(await methodsOfPerson(tx.db, person)).map(({ id }) => id),
    ];
    const isComplete = ids.length === known.length && known.every((id) => ids.includes(id));
    if (!isComplete)
      throw new AppError(
        'invalid',
        'The order must name each of your ways once. Please load the page again.',
        {
          faults: [{ path: 'ids', message: 'must name each of your ways once' }],
        },
      );
    await storeOrder(tx, person, ids);
    changed(tx, { action: 'contact.ordered', subject: person, after: { ids } });
    return { ids };
  });
}

/** Takes a device of a signed-in person: that it is theirs is shown by their being signed in on it. */
export async function subscribeDevice(
  ctx: Ctx,
  { label, endpoint, keys }: z.output<typeof subscribeInput>,
): Promise<ContactView> {
  const { person } = await self(ctx);
  await checkAddress(ctx, endpoint, 'endpoint');
  return inTransaction(ctx, async (tx) => {
    const own = await methodsOfPerson(tx.db, person);
    if (own.length >= ownMax) throw new AppError('refused', `At most ${ownMax} ways can be added.`);
    // A browser that subscribes again keeps its place: only one of its subscriptions is alive.
    await tx.db
      .deleteFrom('contact_method')
      .where('channel', '=', 'push')
      .where(sql<boolean>`details->>'endpoint' = ${endpoint}`)
      .execute();
    const id = newContactId('CM');
    const details = { endpoint, ...keys };
    const stored = await insertMethod(tx, {
      id,
      person,
      channel: 'push',
      destination: id,
      label,
      details,
      isVerified: true,
    });
    changed(tx, { action: 'contact.device-added', subject: id, after: { person, label } });
    return ownView(stored);
  });
}

type Change = Parameters<typeof audit>[1];

function changed(tx: Tx, entry: Change): void {
  audit(tx, entry);
  tx.changed('contacts');
  tx.afterCommit(() => expireContacts(tx.ctx.env.databases));
}

/** Refuses what could never be reached, before anything is stored. */
async function checkPlace(ctx: Ctx, { channel, destination }: Destination): Promise<void> {
  const routes = await channels[channel].routes(ctx.env, destination);
  if (routes.length === 0) throw new AppError('refused', channels[channel].notConfigured);
  if (/^https?:/.test(destination)) await checkAddress(ctx, destination, 'method.url');
}

const lookupMs = 3_000;

/** A name that cannot be resolved now may be later; an address that may not be reached never will. */
async function checkAddress(ctx: Ctx, address: string, path: string): Promise<void> {
  const url = new URL(address);
  const refuse = (message: string): AppError =>
    new AppError('invalid', `This address cannot be used: ${message}`, { faults: [{ path, message }] });
  if (url.username !== '' || url.password !== '') throw refuse('It must not carry a user name or password.');
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  const { allowPrivateAddresses } = ctx.env.config;
  try {
    await checkedAddresses(host, allowPrivateAddresses, AbortSignal.timeout(lookupMs));
  } catch (error) {
    if (error instanceof OutboundError && error.kind === 'refused-address') throw refuse(error.message);
  }
}
