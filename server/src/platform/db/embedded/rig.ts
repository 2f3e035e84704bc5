import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { assert } from '../../assert.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './index.ts';
import { holdsWithin } from './wait.ts';

/** For tests of real processes: directories and processes made here are ended and removed by `tidyUp`. */
export class Rig {
  readonly #directories: string[] = [];
  readonly #children: ChildProcess[] = [];

  async directory(owner?: { readonly uid: number; readonly gid: number }): Promise<string> {
    const path = await mkdtemp('/tmp/fieldmarshal-test-');
    this.#directories.push(path);
    if (owner !== undefined) await chown(path, owner.uid, owner.gid);
    return path;
  }

  async start(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
    const postgres = await startEmbeddedPostgres({ dataDir, settings, log: () => undefined });
    this.#directories.push(postgres.connection.host);
    return postgres;
  }

  run(
    program: string,
    args: readonly string[],
    options: { uid?: number; gid?: number; cwd?: string } = {},
  ): ChildProcess {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    this.#children.push(child);
    return child;
  }

  /** A Node process of its own that runs `code` with `argument`, and the first line it prints. */
  async script(
    code: string,
    argument: string,
    user: { uid?: number; gid?: number } = {},
  ): Promise<{ child: ChildProcess; line: string }> {
    const child = this.run(process.execPath, ['--input-type=module', '--eval', code, argument], {
      cwd: '/',
      ...user,
    });
    return { child, line: await firstLine(child) };
  }

  async tidyUp(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const path of new Set(this.#directories)) {
      await killPostmaster(path);
      await rm(path, { recursive: true, force: true, maxRetries: 10 });
    }
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  let output = '';
  const listen = (chunk: unknown): void => void (output += String(chunk));
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  const ended = once(child, 'exit').then(() => true);
  const seen = (): Promise<boolean> => Promise.race([ended, Promise.resolve(output.includes('\n'))]);
  assert(await holdsWithin(30_000, seen), 'the script printed nothing');
  return output.split('\n')[0] ?? '';
}

export async function postmasterPid(dataDir: string): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgresql', 'postmaster.pid'), 'utf8').catch(() => null);
  return text === null ? null : Number(text.split('\n')[0]);
}

/** Ends PostgreSQL as a power cut would: every process of its group at once, with no chance to write. */
export function killGroup(pid: number): void {
  process.kill(-pid, 'SIGKILL');
}

async function killPostmaster(dataDir: string): Promise<void> {
  const pid = await postmasterPid(dataDir);
  try {
    if (pid !== null) killGroup(pid);
  } catch {
    // It has ended.
  }
}

export async function rows(postgres: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = await client.query<unknown[]>({ text, rowMode: 'array' });
    return result.rows.flat();
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function within(condition: () => boolean | Promise<boolean>): Promise<boolean> {
  return holdsWithin(20_000, async () => condition(), { everyMs: 20 });
}
