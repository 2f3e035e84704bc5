import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { faults } from './faults.ts';
import { mayReach, type Identity } from './identity.ts';

/** Where the server listens, and what PostgreSQL must be told so that it does. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly password: string | null;
  readonly settings: Record<string, string>;
}

export const socketName = '.s.PGSQL.5432';
/** `sun_path` has 108 bytes with its final zero. */
const socketPathBytesMax = 107;

/**
 * A Unix socket in a directory that only its user may enter (any local user would be let in otherwise); on Windows,
 * which PostgreSQL gives no usable socket, loopback with a password. The same data directory gets the same place again.
 */
export async function chooseEndpoint(dataDir: string, identity: Identity): Promise<Endpoint> {
  if (process.platform === 'win32') return loopbackEndpoint(dataDir);
  const host = await socketDirectory(socketDirectoryCandidates(dataDir, identity), identity);
  return {
    host,
    port: 5432,
    password: null,
    settings: {
      listen_addresses: '',
      unix_socket_directories: host,
      unix_socket_permissions: '0700',
      port: '5432',
    },
  };
}

/** The data directory first: nobody cleans it, and it goes where the data goes. Then the short places of the system. */
function socketDirectoryCandidates(dataDir: string, identity: Identity): string[] {
  const mark = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const system = identity.drop === null ? [] : [join('/run/fieldmarshal', mark)];
  return [join(dataDir, 'run'), ...system, `/tmp/fieldmarshal-${identity.uid}-${mark}`];
}

async function socketDirectory(candidates: readonly string[], identity: Identity): Promise<string> {
  for (const candidate of candidates) {
    if (Buffer.byteLength(join(candidate, socketName)) > socketPathBytesMax) continue;
    if (await makePrivate(candidate, identity).catch(() => false)) return candidate;
  }
  throw faults.noSocketDirectory(candidates);
}

/** Puts the socket directory back where a cleaner of /tmp or /run removed it while PostgreSQL was down. */
export async function restoreEndpoint(endpoint: Endpoint, identity: Identity): Promise<void> {
  if (endpoint.password !== null) return;
  if (!(await makePrivate(endpoint.host, identity).catch(() => false)))
    throw faults.noSocketDirectory([endpoint.host]);
}

/** False where the directory is somebody else's, as a name in /tmp may be, or out of the identity's reach. */
async function makePrivate(directory: string, identity: Identity): Promise<boolean> {
  const parent = join(directory, '..');
  if (parent.startsWith('/run/')) await mkdir(parent, { recursive: true, mode: 0o755 });
  if (!(await mayReach(identity, await realpath(parent)))) return false;
  await mkdir(directory, { mode: 0o700 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  const found = await lstat(directory);
  if (!found.isDirectory() || (found.uid !== identity.uid && found.uid !== process.getuid?.())) return false;
  if (found.uid !== identity.uid) await chown(directory, identity.uid, identity.gid);
  if ((found.mode & 0o777) !== 0o700) await chmod(directory, 0o700);
  return true;
}

async function loopbackEndpoint(dataDir: string): Promise<Endpoint> {
  const passwordPath = join(dataDir, 'postgresql.password');
  const password = await readFile(passwordPath, 'utf8').catch(async () => {
    const fresh = randomBytes(24).toString('base64url');
    await writeFile(passwordPath, fresh, { mode: 0o600 });
    return fresh;
  });
  const port = await freePort();
  return {
    host: '127.0.0.1',
    port,
    password,
    settings: { listen_addresses: '127.0.0.1', port: String(port) },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
