import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import type { ChannelSettings } from './settings.ts';
import type { Message } from './watcher.ts';

const timeoutMs = 20_000;

/** Every channel by the name it has in the log and in the state file; of several that are called alike, the later ones count on. */
export function namedChannels(channels: readonly ChannelSettings[]): ReadonlyMap<string, ChannelSettings> {
  const named = new Map<string, ChannelSettings>();
  for (const channel of channels) {
    const name = channelName(channel);
    const alike = channels.slice(0, channels.indexOf(channel)).filter((each) => channelName(each) === name);
    named.set(alike.length === 0 ? name : `${name} (${alike.length + 1})`, channel);
  }
  return named;
}

/** What a channel is called: without passwords and secret paths. */
function channelName(channel: ChannelSettings): string {
  switch (channel.channel) {
    case 'email':
      return `email ${channel.to}`;
    case 'command':
      return `command ${channel.command[0] ?? ''}`;
    case 'webhook':
    case 'ntfy':
    case 'http':
      return `${channel.channel} ${URL.parse(channel.url.replace(/\{\{\w+\}\}/g, ''))?.host ?? ''}`;
  }
}

/** Sends one message once; throws one sentence when it was not taken. */
export async function sendBy(channel: ChannelSettings, message: Message): Promise<void> {
  switch (channel.channel) {
    case 'email':
      return mail(channel, message);
    case 'webhook':
      return post(channel.url, {
        headers: { 'content-type': 'application/json', 'webhook-id': message.id },
        body: JSON.stringify({ type: `watch.${message.event}`, ...message }),
      });
    case 'ntfy':
      return post(channel.url, {
        headers: {
          title: asciiOf(message.title),
          priority: message.event === 'recovered' || message.event === 'test' ? 'default' : 'urgent',
          tags: message.event === 'recovered' ? 'white_check_mark' : 'rotating_light',
          ...(channel.token === undefined ? {} : { authorization: `Bearer ${channel.token}` }),
        },
        body: message.text,
      });
    case 'http': {
      const { method, url, headers, body } = channel;
      const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
      return post(fill(url, message, encodeURIComponent), {
        method,
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, fill(value, message, asciiOf)]),
        ),
        ...(body === undefined || method === 'GET' ? {} : { body: fill(body, message, escapeFor(type)) }),
      });
    }
    case 'command':
      return run(channel.command, message);
  }
}

async function mail(
  { smtpUrl, from, to }: Extract<ChannelSettings, { channel: 'email' }>,
  { id, title, text }: Message,
): Promise<void> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from, to, subject: title, text, messageId: `<${id}@fieldmarshal-watch>` });
  } finally {
    transport.close();
  }
}

async function post(url: string, options: RequestInit): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    ...options,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}

function escapeFor(contentType: string): (text: string) => string {
  if (contentType.includes('json')) return (text) => JSON.stringify(text).slice(1, -1);
  if (contentType.includes('x-www-form-urlencoded')) return encodeURIComponent;
  return (text) => text;
}

function fill(template: string, message: Message, escape: (text: string) => string): string {
  const values: Readonly<Record<string, string>> = { ...message };
  return template.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? escape(values[name] ?? '') : whole,
  );
}

/** Header values are ASCII on one line. */
function asciiOf(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}

async function run([program = '', ...words]: readonly string[], message: Message): Promise<void> {
  const child = spawn(program, words, {
    env: {
      ...process.env,
      FIELDMARSHAL_WATCH_EVENT: message.event,
      FIELDMARSHAL_WATCH_ID: message.id,
      FIELDMARSHAL_WATCH_TARGET: message.target,
      FIELDMARSHAL_WATCH_TITLE: message.title,
      FIELDMARSHAL_WATCH_TEXT: message.text,
    },
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: timeoutMs,
  });
  // A program that does not read what it is told may close its end first.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${message.title}\n${message.text}\n`);
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
}
