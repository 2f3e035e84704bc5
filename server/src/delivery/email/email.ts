import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { checkedAddresses, OutboundError, type Env } from '#platform';
import type { Channel, Outcome, Outgoing, Route } from '../channel.ts';
import type { Provider, SettingsOf } from '../providers/provider.ts';
import { providerRoutes } from '../providers/provider-routes.ts';

const limits = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  dnsTimeout: 5_000,
  disableFileAccess: true,
  disableUrlAccess: true,
};
const concurrency = 5;

/** SMTP as `config.smtpUrl` says, then by providers; `Message-ID` is the delivery's key on every attempt. */
export const email: Channel = {
  notConfigured: 'E-mail is not configured: set FIELDMARSHAL_SMTP_URL, or add a provider of kind smtp.',
  routes: async (env) => {
    const { smtpUrl } = env.config;
    const providers = await providerRoutes(
      env,
      'smtp',
      (provider) => async (outgoing) => byProvider(env, provider, outgoing),
    );
    if (smtpUrl === undefined) return providers;
    const first: Route = {
      // Host and port only: the URL may hold a password.
      receiver: `mail server ${URL.parse(smtpUrl)?.host ?? ''}`,
      concurrency,
      provider: null,
      send: async (outgoing) => send(env, outgoing, { named: 'The mail server', server: { url: smtpUrl } }),
    };
    return [first, ...providers];
  },
};

async function byProvider(
  env: Env,
  provider: Provider<SettingsOf<'smtp'>>,
  outgoing: Outgoing,
): Promise<Outcome> {
  const { host, port, tls, user } = provider.settings;
  const allowPrivate = provider.isOperators || env.config.allowPrivateAddresses;
  try {
    const [address = host] = await checkedAddresses(
      host,
      allowPrivate,
      AbortSignal.timeout(limits.dnsTimeout),
    );
    return await send(env, outgoing, {
      named: `The mail server ${provider.name}`,
      server: {
        host: address,
        port,
        secure: tls,
        tls: { servername: host },
        ...(user === undefined ? {} : { auth: { user, pass: provider.secret('password') } }),
      },
    });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return { outcome: 'failed', permanent: error.kind === 'refused-address', detail: error.message };
  }
}

interface MailServer {
  /** How what became of a mail calls it: of two, a reader wants to know which. */
  readonly named: string;
  readonly server: object;
}

async function send(env: Env, outgoing: Outgoing, { named, server }: MailServer): Promise<Outcome> {
  const composed = new MailComposer(mailOf(env, outgoing)).compile();
  const envelope = composed.getEnvelope();
  const bytes = await composed.build();
  // A stream tells whether everything had left when the connection broke.
  const raw = Readable.from([bytes]);
  const transport = createTransport({ ...server, ...limits });
  try {
    const { response } = await transport.sendMail({ envelope, raw });
    return { outcome: 'sent', detail: sentence(`${named} took it: ${response}`) };
  } catch (error) {
    return failureOf(error, { named, allSent: raw.readableEnded });
  } finally {
    transport.close();
  }
}

function mailOf({ config }: Env, { key, destination, message, createdAt, unsubscribeLink }: Outgoing) {
  const host = URL.parse(config.publicUrl ?? '')?.hostname ?? 'fieldmarshal.localhost';
  return {
    from: config.mailFrom,
    // An object, so that a comma or a name in it cannot become a second receiver.
    to: { name: '', address: destination },
    messageId: `<${key}@${host}>`,
    date: createdAt,
    subject: message.subject,
    text: message.text,
    ...(message.html === null ? {} : { html: documentOf(message.html) }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      // RFC 8058: the mail program shows a button that unsubscribes at once.
      ...(unsubscribeLink
        ? {
            'List-Unsubscribe': `<${unsubscribeLink}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }
        : {}),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function documentOf(fragment: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head><body>${fragment}</body></html>`;
}

function failureOf(
  error: unknown,
  { named, allSent }: Pick<MailServer, 'named'> & { readonly allSent: boolean },
): Outcome {
  const { code, responseCode, message } = partsOf(error);
  if (responseCode !== null) {
    const permanent = responseCode >= 500;
    return { outcome: 'failed', permanent, detail: sentence(`${named} refused it: ${message}`) };
  }
  if (allSent)
    return {
      outcome: 'unknown',
      detail: `${named} took the message but did not confirm it. It may have arrived.`,
    };
  // A receiver or an envelope that can never be sent, told apart from a server that is away.
  const permanent = code === 'EENVELOPE' || code === 'EMESSAGE' || code === 'EAUTH' || code === 'ECONFIG';
  return { outcome: 'failed', permanent, detail: sentence(`${named} cannot be used: ${message}`) };
}

function partsOf(error: unknown): { code: string; responseCode: number | null; message: string } {
  if (!(error instanceof Error)) return { code: '', responseCode: null, message: String(error) };
  const responseCode =
    'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  return { code: 'code' in error ? String(error.code) : '', responseCode, message: error.message };
}

/** One line with a full stop, since what the next server said may follow. */
function sentence(text: string): string {
  return `${text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
    .replace(/[.\s]+$/, '')}.`;
}
