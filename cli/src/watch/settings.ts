import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { Refusal } from '../failure.ts';

const webAddress = z.url({ protocol: /^https?$/ }).max(2_000);
const seconds = z.coerce.number().min(0.1).max(3_600);

/** How the watcher itself pages; nothing of the watched server is needed for any of them. */
const channel = z.discriminatedUnion('channel', [
  z.strictObject({
    channel: z.literal('email'),
    smtpUrl: z.url({ protocol: /^smtps?$/ }),
    from: z.string().min(3).max(320).default('Fieldmarshal watch <watch@localhost>'),
    to: z.string().min(3).max(1_000),
  }),
  z.strictObject({ channel: z.literal('webhook'), url: webAddress }),
  z.strictObject({ channel: z.literal('ntfy'), url: webAddress, token: z.string().max(500).optional() }),
  /** Any gateway, e.g. for SMS. `{{title}}`, `{{text}}`, `{{event}}`, `{{target}}`, `{{id}}` are filled in, escaped for the place they are in. */
  z.strictObject({
    channel: z.literal('http'),
    method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
    url: z
      .string()
      .min(8)
      .max(4_000)
      .regex(/^https?:\/\//, 'must be an http or https address'),
    headers: z.record(z.string().max(200), z.string().max(4_000)).default({}),
    body: z.string().max(10_000).optional(),
  }),
  /** A program on this machine; the message is its standard input and its FIELDMARSHAL_WATCH_* variables. No shell is involved. */
  z.strictObject({ channel: z.literal('command'), command: z.array(z.string().max(4_000)).min(1).max(50) }),
]);
export type ChannelSettings = z.output<typeof channel>;

const settings = z.strictObject({
  urls: z.array(webAddress).min(1).max(100),
  channels: z.array(channel).min(1, 'name at least one way to alarm somebody').max(20),
  /** Between the beginnings of two looks. */
  intervalS: seconds.default(15),
  /** For one look. */
  timeoutS: seconds.default(10),
  /** Failed looks in a row that raise the alarm. */
  failures: z.coerce.number().int().min(1).max(100).default(3),
  /** Where what is known survives a restart of the watcher. */
  state: z.string().min(1).default('fieldmarshal-watch.json'),
});
export type Settings = z.output<typeof settings>;

export interface WatchFlags {
  readonly config?: string;
  readonly interval?: string;
  readonly timeout?: string;
  readonly failures?: string;
  readonly state?: string;
  readonly smtpUrl?: string;
  readonly mailFrom?: string;
  readonly mailTo?: string;
  readonly webhook?: string;
  readonly ntfy?: string;
  readonly command?: string;
  readonly test: boolean;
}

/** From the configuration file (YAML or JSON) and the flags, which add channels and win otherwise. Refuses with the name of what is wrong. */
export async function readSettings(urls: readonly string[], flags: WatchFlags): Promise<Settings> {
  const file = flags.config === undefined ? {} : await readConfig(flags.config);
  const given = {
    ...file,
    ...(urls.length > 0 ? { urls } : {}),
    ...set('intervalS', flags.interval),
    ...set('timeoutS', flags.timeout),
    ...set('failures', flags.failures),
    ...set('state', flags.state),
    channels: [...z.array(z.unknown()).catch([]).parse(file['channels']), ...channelsOf(flags)],
  };
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Refusal('What to watch and how to alarm is not clear. Nothing is being watched.', faults);
}

function set(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value };
}

function channelsOf({ smtpUrl, mailFrom, mailTo, webhook, ntfy, command }: WatchFlags): unknown[] {
  const isMail = smtpUrl !== undefined || mailTo !== undefined;
  return [
    ...(isMail ? [{ channel: 'email', smtpUrl, from: mailFrom, to: mailTo }] : []),
    ...(webhook === undefined ? [] : [{ channel: 'webhook', url: webhook }]),
    ...(ntfy === undefined ? [] : [{ channel: 'ntfy', url: ntfy }]),
    ...(command === undefined ? [] : [{ channel: 'command', command: [command] }]),
  ];
}

async function readConfig(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Refusal(`${path} cannot be read.`);
  });
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 10 });
  } catch (error) {
    throw new Refusal(`${path} is neither YAML nor JSON: ${error instanceof Error ? error.message : ''}`);
  }
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success) throw new Refusal(`${path} must hold a mapping such as "urls: [...]".`);
  return object.data;
}
