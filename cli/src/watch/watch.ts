import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../failure.ts';
import { namedChannels, sendBy } from './channels.ts';
import { lookAt } from './look.ts';
import { recall, remember, type Memory } from './memory.ts';
import { readSettings, type Settings, type WatchFlags } from './settings.ts';
import { observe, unknownTarget, type Message } from './watcher.ts';

/** Messages that no channel takes are kept; beyond this the oldest are dropped, as newer ones say more. */
const unsentMax = 200;

/** Watches servers from another machine and alarms through channels of its own, until a signal ends it. Throws before the first look when something is unclear. */
export async function watch(urls: readonly string[], flags: WatchFlags): Promise<void> {
  const settings = await readSettings(urls, flags);
  if (flags.test) return sendTest(settings);
  const memory = await recall(settings.state);
  await remember(settings.state, memory).catch(() => {
    throw new Refusal(`${settings.state} cannot be written. Name another file with --state.`);
  });
  const names = [...namedChannels(settings.channels).keys()].join(', ');
  console.log(`Watching ${settings.urls.join(', ')} every ${settings.intervalS} s; alarms go by ${names}.`);
  await lookForEver(settings, memory);
}

async function lookForEver(settings: Settings, memory: Memory): Promise<void> {
  const said = new Map<string, string>();
  for (;;) {
    const startedAt = performance.now();
    await Promise.all(settings.urls.map((url) => lookOnce(url, { settings, memory, said })));
    await sendUnsent(settings, memory);
    await remember(settings.state, memory).catch((error: unknown) =>
      // Going on without a memory is better than not watching.
      console.error(`${settings.state} cannot be written: ${String(error)}`),
    );
    await wait(Math.max(0, settings.intervalS * 1_000 - (performance.now() - startedAt)));
  }
}

interface Looking {
  readonly settings: Settings;
  readonly memory: Memory;
  /** What was last printed of each server: a line for each change, not for each look. */
  readonly said: Map<string, string>;
}

async function lookOnce(url: string, { settings, memory, said }: Looking): Promise<void> {
  const look = await lookAt(url, settings.timeoutS * 1_000);
  const known = memory.targets[url] ?? unknownTarget;
  const { state, message } = observe(known, {
    target: url,
    look,
    now: Date.now(),
    failuresMax: settings.failures,
  });
  memory.targets[url] = state;
  if (said.get(url) !== (look ?? 'well'))
    console.log(`${new Date().toISOString()} ${url}: ${look ?? 'all is well'}`);
  said.set(url, look ?? 'well');
  if (message !== null) enqueue(memory, message, [...namedChannels(settings.channels).keys()]);
}

/** News of a server replaces what of it was not sent yet. */
function enqueue(memory: Memory, message: Message, channels: string[]): void {
  const others = memory.unsent.filter((each) => each.message.target !== message.target);
  memory.unsent = [...others, { message, channels }].slice(-unsentMax);
}

async function sendUnsent(settings: Settings, memory: Memory): Promise<void> {
  const channels = namedChannels(settings.channels);
  await Promise.all(
    memory.unsent.map(async (each) => {
      const left = await Promise.all(
        each.channels.map(async (name) => {
          const channel = channels.get(name);
          // What is not configured any more is not waited for.
          return channel === undefined || (await tell(name, channel, each.message)) ? [] : [name];
        }),
      );
      each.channels = left.flat();
    }),
  );
  memory.unsent = memory.unsent.filter(({ channels }) => channels.length > 0);
}

async function tell(name: string, channel: Settings['channels'][number], message: Message): Promise<boolean> {
  try {
    await sendBy(channel, message);
    console.log(`${new Date().toISOString()} ${message.title}: told by ${name}`);
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.error(`${new Date().toISOString()} ${message.title}: ${name} did not take it: ${why}`);
    return false;
  }
}

/** One test message by every channel; fails when one of them did not take it. */
async function sendTest({ channels, urls }: Settings): Promise<void> {
  const message: Message = {
    event: 'test',
    id: `watch-test-${Date.now()}`,
    target: urls[0] ?? '',
    title: 'Fieldmarshal watch: this is a test',
    text: `Alarms about ${urls.join(', ')} will come this way. Nothing is wrong.`,
  };
  const taken = await Promise.all(
    [...namedChannels(channels)].map(([name, channel]) => tell(name, channel, message)),
  );
  if (taken.includes(false)) throw new Refusal('Not every channel took the test message.');
}
