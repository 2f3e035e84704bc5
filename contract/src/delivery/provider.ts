import { z } from 'zod';
import { webAddress } from '../described.ts';
import { objectName } from '../name.ts';
import { channelName } from './channel.ts';

const host = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name or an address');
const port = z.number().int().min(1).max(65_535);
const oneLine = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'must be one line');
const phoneChannels = z
  .array(z.enum(['sms', 'voice']))
  .min(1)
  .max(2);

/** Text with `{{to}}`, `{{text}}`, `{{subject}}`, `{{link}}`, `{{key}}` and `{{secret.NAME}}`; each is escaped for the place it stands in. */
const template = z
  .string()
  .max(4000)
  .superRefine((text, check) => {
    for (const [, name = ''] of text.matchAll(/\{\{([^{}]*)\}\}/g))
      if (!/^(to|text|subject|link|key|secret\.[A-Za-z][A-Za-z0-9_]{0,39})$/.test(name))
        check.addIssue({ code: 'custom', message: `does not know {{${name}}}` });
  });

/** A template that cannot work: it must be seen when it is written, not at the first page. Asked of what is new alone; what is kept is read. */
function checkTemplates({ settings }: { readonly settings: ProviderSettings }, check: z.RefinementCtx): void {
  if (settings.kind !== 'http-gateway') return;
  const { method, url, bodyType, body } = settings;
  const tell = (field: 'url' | 'body', message: string): void =>
    check.addIssue({ code: 'custom', path: ['settings', field], message });
  for (const [field, value] of [
    ['url', url],
    ['body', body],
  ] as const)
    if (filledIn(value).includes('{{')) tell(field, 'has a {{ that is not closed by }}');
  if (method === 'GET' || bodyType !== 'json' || body === '' || isJson(filledIn(body))) return;
  tell(
    'body',
    'is no JSON once it is filled in: each {{…}} of text stands between quotes, as in "to": "{{to}}"',
  );
}

/** Words are put in as words; a secret may be a number. */
function filledIn(body: string): string {
  return body.replaceAll(/\{\{secret\.[^{}]*\}\}/g, '0').replaceAll(/\{\{[^{}]*\}\}/g, 'x');
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** Each kind of account or server through which messages are sent, without its secrets. */
const kinds = {
  smtp: z.strictObject({
    kind: z.literal('smtp'),
    host,
    port: port.default(587),
    /** TLS from the first byte; else STARTTLS where the server offers it. */
    tls: z.boolean().default(false),
    user: oneLine.optional(),
  }),
  twilio: z.strictObject({
    kind: z.literal('twilio'),
    channels: phoneChannels.default(['sms']),
    baseUrl: webAddress.default('https://api.twilio.com'),
    accountSid: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an account id'),
    from: oneLine,
  }),
  smpp: z.strictObject({
    kind: z.literal('smpp'),
    host,
    port: port.default(2775),
    tls: z.boolean().default(false),
    systemId: z
      .string()
      .max(15)
      .regex(/^[\x21-\x7e]+$/),
    systemType: z
      .string()
      .max(12)
      .regex(/^[\x20-\x7e]*$/)
      .default(''),
    from: z
      .string()
      .max(20)
      .regex(/^[A-Za-z0-9+ ]+$/, 'must be a number or a name of letters and digits'),
  }),
  'http-gateway': z.strictObject({
    kind: z.literal('http-gateway'),
    channels: phoneChannels.default(['sms']),
    method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
    /** The host must be fixed; path and query may hold placeholders. */
    url: template.refine(
      (text) => /^https?:\/\/[^/?#{}@\s]+([/?][^\s]*)?$/.test(text),
      'must begin with http:// or https:// and a fixed host',
    ),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), template)
      .refine((headers) => Object.keys(headers).length <= 20, 'must be at most 20')
      .default({}),
    bodyType: z.enum(['none', 'json', 'form', 'xml', 'text']).default('json'),
    body: template.default(''),
    success: z
      .strictObject({
        statuses: z.array(z.number().int().min(200).max(299)).max(20).default([]),
        /** Must be in the answer. */
        includes: z.string().max(200).optional(),
      })
      .default({ statuses: [] }),
  }),
  matrix: z.strictObject({ kind: z.literal('matrix'), homeserver: webAddress }),
  ntfy: z.strictObject({ kind: z.literal('ntfy'), server: webAddress }),
  command: z.strictObject({
    kind: z.literal('command'),
    /** Program and arguments; no shell reads them. The message comes on standard input and in the environment. */
    argv: z.array(z.string().min(1).max(1000)).min(1).max(50),
    timeoutS: z.number().min(0.1).max(120).default(20),
    /** Exit codes after which another attempt may help; others than 0 are final. */
    temporaryExitCodes: z.array(z.number().int().min(1).max(255)).max(50).default([75]),
  }),
};

/** What each kind keeps secret: `must` be there, `may` be there; `any` takes names of its own. */
export const providerSecrets: Record<
  keyof typeof kinds,
  { must: readonly string[]; may: readonly string[]; any?: true }
> = {
  smtp: { must: [], may: ['password'] },
  twilio: { must: ['authToken'], may: [] },
  smpp: { must: ['password'], may: [] },
  'http-gateway': { must: [], may: [], any: true },
  matrix: { must: ['accessToken'], may: [] },
  ntfy: { must: [], may: ['token'] },
  command: { must: [], may: [] },
};

export const providerSettings = z.discriminatedUnion('kind', [
  kinds.smtp,
  kinds.twilio,
  kinds.smpp,
  kinds['http-gateway'],
  kinds.matrix,
  kinds.ntfy,
  kinds.command,
]);
export type ProviderSettings = z.output<typeof providerSettings>;
export type ProviderKind = ProviderSettings['kind'];

const secretName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/);
const secretText = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^[^\p{Cc}]*$/u, 'must be one line');

/** A provider in the operator's file: secrets as they are, or from an environment variable. */
export const fileProvider = z
  .strictObject({
    name: objectName,
    settings: providerSettings,
    secrets: z
      .record(secretName, z.union([secretText, z.strictObject({ env: z.string().min(1).max(200) })]))
      .default({}),
  })
  .superRefine(checkTemplates);

/** On screen: secrets that are left out stay as they are. A local command can only come from the operator's file. */
export const putProviderInput = z
  .strictObject({
    name: objectName,
    /** Providers of one channel are tried from the lowest number, those of the file first. */
    position: z.number().int().min(0).max(1000).default(100),
    settings: providerSettings.refine(
      ({ kind }) => kind !== 'command',
      'A local command is set up in the providers file of the operator, not here.',
    ),
    secrets: z.record(secretName, secretText).default({}),
  })
  .superRefine(checkTemplates);

export const providerView = z.object({
  name: z.string(),
  origin: z.enum(['file', 'screen']),
  position: z.number().int(),
  settings: providerSettings,
  /** The names of the secrets that are set; never what they are. */
  secrets: z.array(z.string()),
  /** What is wrong with it; null where nothing is known to be. */
  problem: z.string().nullable(),
});
export type ProviderView = z.infer<typeof providerView>;

export const testProviderInput = z.strictObject({
  name: objectName,
  channel: channelName,
  destination: z.string().min(1).max(2000),
});

/** What became of the test, at once. */
export const testedProvider = z.object({
  outcome: z.enum(['sent', 'failed', 'unknown']),
  detail: z.string(),
});
