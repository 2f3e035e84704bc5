import { oc } from '@orpc/contract';
import { z } from 'zod';
import { webAddress } from '../described.ts';
import { instant, line } from '../name.ts';
import { channelName } from './channel.ts';
import { contactMethod } from './contact-method.ts';
import { deliveryState } from './state.ts';

/** One way to reach the person who asks. */
export const contactView = z.object({
  id: z.string(),
  channel: channelName,
  /** As messages name it; for a device empty. */
  destination: z.string(),
  label: z.string(),
  /** `file`: the operator's files say so, which counts as verified; read-only here. */
  origin: z.enum(['file', 'own']),
  /** Null = it does not count for paging yet. For a file method null, too. */
  verifiedAt: instant.nullable(),
  /** Whether pages go there. */
  counts: z.boolean(),
  /** Why nothing can be sent by it at the moment; null where something can. */
  problem: z.string().nullable(),
});
export type ContactView = z.infer<typeof contactView>;

export const contactList = z.object({
  /** In the order in which the person is reached. */
  items: z.array(contactView),
  /** The server's public key for Web Push, base64url. */
  pushKey: z.string(),
  /** Channels that can be added now. */
  channels: z.array(z.object({ channel: channelName, configured: z.boolean(), why: z.string().nullable() })),
});
export type ContactList = z.infer<typeof contactList>;

const ownMethod = contactMethod.refine(
  ({ channel }) => channel !== 'command',
  'A command can only be given to a person in the files of the operator.',
);
export const addContactInput = z.strictObject({ label: line.optional(), method: ownMethod });
export const editContactInput = z.strictObject({
  id: z.string().max(40),
  label: line.optional(),
  /** Another destination has to be verified again. */
  method: ownMethod.optional(),
});
const contactId = z.strictObject({ id: z.string().max(40) });
export const orderContactsInput = z.strictObject({ ids: z.array(z.string().max(2100)).max(100) });
export const verifyContactInput = z.strictObject({
  id: z.string().max(40),
  code: z
    .string()
    .transform((text) => text.replaceAll(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, 'must be the six digits of the message')),
});

const base64url = (bytes: number) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}=*$`), 'must be base64url');
/** What `PushManager.subscribe` gives. */
export const subscribeInput = z.strictObject({
  label: line,
  endpoint: webAddress,
  keys: z.strictObject({ p256dh: base64url(65), auth: base64url(16) }),
});

/** The last test of one way, and what became of it. */
export const contactTest = z.object({
  id: z.string(),
  channel: channelName,
  destination: z.string(),
  label: z.string(),
  askedAt: instant,
  state: deliveryState,
  detail: z.string(),
  /** When the person answered it; null while they have not. */
  answeredAt: instant.nullable(),
});
export type ContactTest = z.infer<typeof contactTest>;
const contactTests = z.object({ items: z.array(contactTest) });

const route = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['me'] });

/** The HTTP contract of a person's own ways to be reached; mounted under `/api/v1`. */
export const contactsContract = {
  list: route('GET', '/me/contact-methods', 'How I am reached').input(z.object({})).output(contactList),
  add: route('POST', '/me/contact-methods', 'Add a way to reach me; a code is sent there')
    .input(addContactInput)
    .output(contactView),
  edit: route('PUT', '/me/contact-methods/{id}', 'Change the name or the destination of a way')
    .input(editContactInput)
    .output(contactView),
  remove: route('DELETE', '/me/contact-methods/{id}', 'Remove a way to reach me')
    .input(contactId)
    .output(contactId),
  order: route('PUT', '/me/contact-order', 'In which order I am reached')
    .input(orderContactsInput)
    .output(orderContactsInput),
  sendCode: route('POST', '/me/contact-methods/{id}/code', 'Send the code again')
    .input(contactId)
    .output(contactId),
  verify: route('POST', '/me/contact-methods/{id}/verify', 'Show that messages arrive, by the code')
    .input(verifyContactInput)
    .output(contactView),
  subscribe: route('POST', '/me/devices', 'Take notifications on this device')
    .input(subscribeInput)
    .output(contactView),
  test: route('POST', '/me/contact-tests', 'Send a test by every way that counts')
    .input(z.object({}))
    .output(contactTests),
  tests: route('GET', '/me/contact-tests', 'What became of the last test of each way')
    .input(z.object({}))
    .output(contactTests),
};
