import { createHash } from 'node:crypto';
import { inTransaction, OutboundError, systemCtx, type Env } from '#platform';
import type { Outcome, Outgoing } from '../channel.ts';
import { smsOctets, smsParts } from '../core/sms-text.ts';
import type { Provider, SettingsOf } from '../providers/provider.ts';
import { receiptTask, receiptTimerKey } from '../receipts/receipt-task.ts';
import { messageIdOf, operation, submitBody, type SmppReceipt } from './pdu.ts';
import { openSession, SmppRefusal, SmppSilence, type SmppSession } from './session.ts';

type Smpp = Provider<SettingsOf<'smpp'>>;

interface Open {
  /** Changes when the provider does. */
  readonly login: string;
  readonly session: Promise<SmppSession>;
}

const sessions = new WeakMap<Env, Map<string, Open>>();

/** Sends a text in as many parts as it needs, each confirmed by the centre; the receipt is asked for with the last. */
export async function sendBySmpp(
  env: Env,
  provider: Smpp,
  { outgoing, text }: { outgoing: Outgoing; text: string },
): Promise<Outcome> {
  const { alphabet, parts } = smsParts(text);
  const digest = createHash('sha256').update(outgoing.key).digest();
  let taken = 0;
  let messageId = '';
  try {
    const session = await sessionOf(env, provider);
    for (const [index, part] of parts.entries()) {
      const body = submitBody({
        from: provider.settings.from,
        to: outgoing.destination,
        octets: smsOctets(part, alphabet),
        alphabet,
        part:
          parts.length === 1
            ? null
            : { reference: digest.readUInt8(0), count: parts.length, number: index + 1 },
        messageReference: digest.readUInt16BE(1),
        wantsReceipt: index === parts.length - 1,
      });
      messageId = messageIdOf(await session.request(operation.submit, body));
      taken += 1;
    }
    const detail = `${provider.name} took it${parts.length > 1 ? ` in ${parts.length} parts` : ''}.`;
    return { outcome: 'sent', detail, externalId: messageId };
  } catch (error) {
    return failureOf(provider, error, taken);
  }
}

/** ESME_RSYSERR, ESME_RMSGQFUL, ESME_RTHROTTLED, ESME_RX_T_APPN: the centre may take it later. */
const temporaryStatuses = new Set([0x08, 0x14, 0x58, 0x64]);

function failureOf({ name, settings }: Smpp, error: unknown, taken: number): Outcome {
  const some = taken > 0 ? ` It had taken ${taken} of the parts.` : '';
  if (error instanceof SmppRefusal) {
    const permanent = !temporaryStatuses.has(error.status);
    return { outcome: 'failed', permanent, detail: `${name} refused it with ${error.message}.${some}` };
  }
  if (error instanceof SmppSilence)
    return error.sent || taken > 0
      ? { outcome: 'unknown', detail: `${name}: ${error.message} It may have arrived.` }
      : {
          outcome: 'failed',
          permanent: false,
          detail: `${name} at ${settings.host}:${settings.port} cannot be reached: ${error.message}.`,
        };
  if (error instanceof OutboundError)
    return {
      outcome: 'failed',
      permanent: error.kind === 'bad-address' || error.kind === 'refused-address',
      detail: error.message,
    };
  throw error;
}

async function sessionOf(env: Env, provider: Smpp): Promise<SmppSession> {
  const all = sessions.get(env) ?? new Map<string, Open>();
  sessions.set(env, all);
  const { host, port, tls, systemId, systemType } = provider.settings;
  const allowPrivate = provider.isOperators || env.config.allowPrivateAddresses;
  const login = {
    host,
    port,
    tls,
    systemId,
    systemType,
    password: provider.secret('password'),
    allowPrivate,
  };
  const loginKey = createHash('sha256').update(JSON.stringify(login)).digest('base64');
  const known = all.get(provider.name);
  if (known?.login === loginKey) {
    const session = await known.session.catch(() => null);
    if (session && !session.isClosed) return session;
  } else void known?.session.then((session) => session.close()).catch(() => undefined);
  // Another message may have opened a new one while this one waited.
  const newer = all.get(provider.name);
  if (newer && newer !== known) return newer.session;
  const session = openSession(login, async (receipt) => keepReceipt(env, provider.name, receipt));
  all.set(provider.name, { login: loginKey, session });
  session.catch(() => all.delete(provider.name));
  return session;
}

/** Ends every connection of this process. */
export async function closeSmppSessions(env: Env): Promise<void> {
  const open = [...(sessions.get(env)?.values() ?? [])];
  sessions.delete(env);
  for (const { session } of open) (await session.catch(() => null))?.close();
}

/** Kept as a job before the centre is told that we have it. */
async function keepReceipt(env: Env, provider: string, receipt: SmppReceipt): Promise<void> {
  const { messageId, state, detail } = receipt;
  if (state === 'underway') return;
  await inTransaction(systemCtx(env, 'smpp'), async (tx) => {
    tx.setTimer(receiptTask, {
      key: receiptTimerKey(provider, messageId),
      payload: { provider, externalId: messageId, receipt: state, detail: `${provider}: ${detail}` },
    });
  });
}
