import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ports } from '../ports.ts';
import type { Keys } from './keys.ts';
import { startTethered, type Tethered } from './tether.ts';

export const root = join(import.meta.dirname, '../..');
export const fieldmarshalUrl = `http://127.0.0.1:${ports.fieldmarshal}`;

const cli = join(root, 'cli/bin/fieldmarshal.js');
const readyWithinMs = 60_000;
const applyWithinMs = 60_000;

/** One of the demo's servers: headquarters, or the site behind the gap. */
export interface Installation {
  readonly url: string;
  readonly dataDirectory: string;
  readonly keys: Keys;
  readonly mailFrom: string;
  /** The name of the site that it is. */
  readonly site?: string;
}

/** The server, as a program of its own on its own data. */
export function startFieldmarshal({ url, dataDirectory, keys, mailFrom, site }: Installation): Tethered {
  const asSite = site === undefined ? [] : ['--site', site];
  return startTethered({
    command: process.execPath,
    arguments: [cli, 'serve', '--data', dataDirectory, '--port', new URL(url).port, ...asSite],
    directory: root,
    environment: {
      FIELDMARSHAL_BOOTSTRAP_TOKEN: keys.token,
      FIELDMARSHAL_BOOTSTRAP_INTAKE_KEY: keys.intakeKey,
      FIELDMARSHAL_PROVIDERS: join(root, 'demo/providers.yaml'),
      FIELDMARSHAL_SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
      FIELDMARSHAL_MAIL_FROM: mailFrom,
      FIELDMARSHAL_PUBLIC_URL: url,
      // All that it calls is on this machine: Prometheus, and of a site its headquarters.
      FIELDMARSHAL_ALLOW_PRIVATE_ADDRESSES: 'true',
      FIELDMARSHAL_FAULT_URL: `http://127.0.0.1:${ports.control}/faults`,
    },
  });
}

/** Resolves when `/readyz` says yes; rejects with the server's own words when it ends before, or after a minute. */
export async function untilReady(server: Tethered, url: string): Promise<void> {
  const givenUp = new AbortController();
  const ended = server.ended.then((code) => {
    givenUp.abort();
    const words = server.lastWords() || `It ended with code ${String(code)} and said nothing.`;
    throw new Error(`Fieldmarshal did not start. ${words}`);
  });
  await Promise.race([ended, isReady(url, givenUp.signal)]);
}

async function isReady(url: string, givenUp: AbortSignal): Promise<void> {
  const limit = performance.now() + readyWithinMs;
  while (!givenUp.aborted && performance.now() < limit) {
    try {
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) });
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    await delay(100);
  }
  throw new Error(`Fieldmarshal was not ready after ${readyWithinMs / 1000} seconds.`);
}

/** `fieldmarshal apply demo/catalog`, or of other files; rejects with what it says about them. */
export function applyCatalog(at: Reached, path = 'demo/catalog'): Promise<void> {
  return command(at, {
    arguments: ['apply', path],
    failure: 'The catalog of the demo could not be applied.',
  });
}

/** `fieldmarshal checks deploy demo/checks`, or of another project; rejects with what it says about them. */
export function deployChecks(at: Reached, path = 'demo/checks'): Promise<void> {
  return command(at, {
    arguments: ['checks', 'deploy', path],
    failure: `The checks of ${path} could not be deployed.`,
  });
}

export type Reached = Pick<Installation, 'url' | 'keys'>;

/** Runs the `fieldmarshal` command for one of the servers; rejects with `failure` and what it says. */
export function command(
  { url, keys }: Reached,
  { arguments: given, failure }: { arguments: readonly string[]; failure: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [cli, ...given],
      {
        cwd: root,
        timeout: applyWithinMs,
        env: { ...process.env, FIELDMARSHAL_URL: url, FIELDMARSHAL_TOKEN: keys.token },
      },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${failure} ${stderr || stdout}`));
        else resolve();
      },
    );
  });
}
