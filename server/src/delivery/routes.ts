import { api } from '#platform';
import { readDeliveryHealth } from './health.ts';
import { listDeliveries } from './read.ts';
import { deleteProvider, listProviders, putProvider, testProvider } from './providers/manage.ts';
import { takeBounce } from './receipts/take-bounce.ts';
import { signingSecret } from './webhook/signing-secret.ts';
import { testSend } from './test-send.ts';

const routes = api.delivery;

export const deliveryRoutes = {
  list: routes.list.handler(({ input, context }) => listDeliveries(context.ctx, input)),
  test: routes.test.handler(({ input, context }) => testSend(context.ctx, input)),
  signingSecret: routes.signingSecret.handler(({ input, context }) => signingSecret(context.ctx, input)),
  providers: routes.providers.handler(({ context }) => listProviders(context.ctx)),
  putProvider: routes.putProvider.handler(({ input, context }) => putProvider(context.ctx, input)),
  deleteProvider: routes.deleteProvider.handler(({ input, context }) => deleteProvider(context.ctx, input)),
  testProvider: routes.testProvider.handler(({ input, context }) => testProvider(context.ctx, input)),
  bounce: routes.bounce.handler(({ input, context }) => takeBounce(context.ctx, input)),
  health: routes.health.handler(({ context }) => readDeliveryHealth(context.ctx)),
};
