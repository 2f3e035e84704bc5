import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, type Installation } from '../starter/fieldmarshal.ts';
import { startTethered, type Tethered } from '../starter/tether.ts';
import { openDoor, type Door } from './door.ts';
import { cutOff } from './namespace.ts';

/** What can be reached from outside: the screens of the site, and of its mail server. Nothing leads the other way. */
export const doors = ['site', 'mail'] as const;

export interface Apart {
  readonly program: Tethered;
  /** Ports of 127.0.0.1 on the outside. */
  readonly ports: Readonly<Record<(typeof doors)[number], number>>;
  /** Packets that had left over its only interface, `out`, before the site started; null until it is counted. */
  readonly sentBefore: () => number | null;
  /** Of the program on the inside: `nsenter -t PID -n` looks around there. */
  readonly pid: () => number | null;
  stop(): Promise<void>;
}

/** Starts the site where nothing leads out; `outside` says on which ports its doors are (0: any). */
export async function startApart(
  plan: Installation,
  outside: Readonly<Record<(typeof doors)[number], number>>,
): Promise<Apart> {
  // Short, since names of sockets are; and nobody else's.
  const hall = await mkdtemp(join(tmpdir(), 'fm-doors-'));
  const told = new Map<string, number>();
  const program = startTethered({
    ...cutOff([join(import.meta.dirname, 'inside.ts')]),
    directory: root,
    environment: { DEMO_SITE: JSON.stringify({ ...plan, hall }) },
    onLine: (line) => {
      const [, name, number] = /^(sent|pid) (\d+)$/.exec(line) ?? [];
      if (name !== undefined) told.set(name, Number(number));
    },
  });
  const opened: Door[] = [];
  const ports = { ...outside };
  for (const name of doors) {
    const door = await openDoor({ port: outside[name] }, { path: join(hall, name) });
    ports[name] = door.port ?? 0;
    opened.push(door);
  }
  return {
    program,
    ports,
    sentBefore: () => told.get('sent') ?? null,
    pid: () => told.get('pid') ?? null,
    stop: async () => {
      for (const door of opened) await door.close();
      await program.stop();
      await rm(hall, { recursive: true, force: true });
    },
  };
}
