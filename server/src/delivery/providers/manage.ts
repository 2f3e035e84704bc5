import { randomUUID } from 'node:crypto';
import {
  providerSecrets,
  type ProviderView,
  type putProviderInput,
  type testedProvider,
  type testProviderInput,
} from '@fieldmarshal/contract/delivery';
import { actorName } from '@fieldmarshal/contract';
import type { z } from 'zod';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { render } from '../core/render.ts';
import { channels } from '../channels.ts';
import { receivers } from '../sending/receivers.ts';
import { fileProviders } from './file-providers.ts';
import type { Provider } from './provider.ts';
import { removeProvider, storeProvider } from './provider-store.ts';
import { expireProviders, readProviders } from './read-providers.ts';

/** Providers in the order they are tried, without their secrets. */
export async function listProviders(ctx: Ctx): Promise<{ items: ProviderView[] }> {
  permit(ctx, 'delivery.manage');
  const open = receivers(ctx.env).openCircuits();
  const all = await readProviders(ctx.env);
  return {
    items: all.map((provider) => ({
      name: provider.name,
      origin: provider.isOperators ? 'file' : 'screen',
      position: provider.position,
      settings: provider.settings,
      secrets: provider.secretNames(),
      problem:
        missingSecret(provider) ??
        open.find(({ receiver }) => receiver === `provider ${provider.name}`)?.detail ??
        null,
    })),
  };
}

function missingSecret(provider: Provider): string | null {
  const missing = providerSecrets[provider.settings.kind].must.find(
    (name) => provider.secretOrNull(name) === null,
  );
  return missing === undefined
    ? null
    : `Its ${missing} is missing, or was sealed with another key. Please set it again.`;
}

/** Sets up or changes a provider. Secrets that are left out stay. */
export async function putProvider(
  ctx: Ctx,
  { name, position, settings, secrets }: z.output<typeof putProviderInput>,
): Promise<{ name: string }> {
  permit(ctx, 'delivery.manage');
  if ((await fileProviders(ctx.env.config)).some((provider) => provider.name === name))
    throw new AppError('conflict', `${name} comes from the operator's file and can only be changed there.`);
  const before = (await readProviders(ctx.env)).find((provider) => provider.name === name);
  const { must, may, any } = providerSecrets[settings.kind];
  const unknown = Object.keys(secrets).find((each) => !any && !must.includes(each) && !may.includes(each));
  if (unknown !== undefined) throw fault(`secrets.${unknown}`, `is no secret of ${settings.kind}`);
  const kept =
    before?.settings.kind === settings.kind
      ? before.secretNames().map((each) => [each, before.secret(each)] as const)
      : [];
  const all = new Map([...kept, ...Object.entries(secrets)]);
  const missing = must.find((each) => !all.has(each));
  if (missing !== undefined) throw fault(`secrets.${missing}`, 'is missing');
  return inTransaction(ctx, async (tx) => {
    await storeProvider(tx, { name, settings, position, secrets: all });
    audit(tx, {
      action: 'delivery.provider-put',
      subject: name,
      after: { position, settings, secretsSet: Object.keys(secrets) },
    });
    tx.changed('admin');
    tx.afterCommit(() => expireProviders(ctx.env.databases));
    return { name };
  });
}

function fault(path: string, message: string): AppError {
  return new AppError('invalid', `${path} ${message}.`, { faults: [{ path, message }] });
}

export async function deleteProvider(ctx: Ctx, { name }: { name: string }): Promise<{ name: string }> {
  permit(ctx, 'delivery.manage');
  return inTransaction(ctx, async (tx) => {
    if (!(await removeProvider(tx, name))) throw notFound(`Provider ${name}`);
    audit(tx, { action: 'delivery.provider-removed', subject: name });
    tx.changed('admin');
    tx.afterCommit(() => expireProviders(ctx.env.databases));
    return { name };
  });
}

/** Sends a test through one provider, past the outbox and past its circuit, and says at once what became of it. */
export async function testProvider(
  ctx: Ctx,
  { name, channel, destination }: z.output<typeof testProviderInput>,
): Promise<z.output<typeof testedProvider>> {
  permit(ctx, 'delivery.manage');
  const routes = await channels[channel].routes(ctx.env, destination);
  const route = routes.find(({ provider }) => provider === name);
  if (!route) throw notFound(`Provider ${name} of channel ${channel}`);
  // Under the idempotency key the outcome would have to be stored with it, before it is known.
  const { idempotency: _, ...plain } = ctx;
  const key = `test-${randomUUID()}`;
  const now = await inTransaction(plain, async (tx) => {
    audit(tx, { action: 'delivery.provider-tested', subject: name, after: { channel, destination } });
    return tx.now;
  });
  const message = render(
    {
      type: 'test',
      subject: 'Fieldmarshal test message',
      text: `This is a test of ${name}, asked for by ${actorName(ctx.actor)}. Nothing needs to be done.`,
      data: { test: true },
    },
    { answerLink: null, dueAt: now, now },
  );
  const { outcome, detail } = await route.send({ key, destination, message, createdAt: now });
  return { outcome, detail };
}
