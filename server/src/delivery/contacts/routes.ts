import { api } from '#platform';
import { addContact, editContact, orderContacts, removeContact, subscribeDevice } from './change.ts';
import { listContacts } from './list.ts';
import { listTests, testContacts } from './test-ways.ts';
import { sendCode, verifyContact } from './verify.ts';

const routes = api.contacts;

export const contactsRoutes = {
  list: routes.list.handler(({ context }) => listContacts(context.ctx)),
  add: routes.add.handler(({ input, context }) => addContact(context.ctx, input)),
  edit: routes.edit.handler(({ input, context }) => editContact(context.ctx, input)),
  remove: routes.remove.handler(({ input, context }) => removeContact(context.ctx, input)),
  order: routes.order.handler(({ input, context }) => orderContacts(context.ctx, input)),
  sendCode: routes.sendCode.handler(({ input, context }) => sendCode(context.ctx, input)),
  verify: routes.verify.handler(({ input, context }) => verifyContact(context.ctx, input)),
  subscribe: routes.subscribe.handler(({ input, context }) => subscribeDevice(context.ctx, input)),
  test: routes.test.handler(({ context }) => testContacts(context.ctx)),
  tests: routes.tests.handler(({ context }) => listTests(context.ctx)),
};
