import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Who PostgreSQL runs as. `drop` is null where it simply runs as us: every case but root on a POSIX system. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  readonly drop: { readonly uid: number; readonly gid: number } | null;
}

/** Tried in this order for a new cluster; a dedicated account keeps other services of `nobody` apart from the data. */
const accounts = ['fieldmarshal', 'nobody'];
const overflow = { uid: 65_534, gid: 65_534 };

/**
 * Chooses the user that PostgreSQL, which refuses root, runs as. The owner of an existing cluster wins, so the choice
 * stays the same for the life of the data; then the owner of the data directory; then an account of `accounts`.
 */
export async function chooseIdentity(dataDir: string, clusterDir: string): Promise<Identity> {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== 0) return { uid, gid, name: `user id ${uid}`, drop: null };
  const passwd = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const owner = await ownerOf(clusterDir);
  if (owner !== null && owner.uid !== 0) return dropTo(owner, passwd);
  const dataOwner = await ownerOf(dataDir);
  // initdb needs a name for its user id, so an owner without an account cannot be taken for a new cluster.
  if (dataOwner !== null && dataOwner.uid !== 0 && passwd.some((entry) => entry.uid === dataOwner.uid))
    return dropTo(dataOwner, passwd);
  const account = accounts.map((name) => passwd.find((entry) => entry.name === name)).find(Boolean);
  return dropTo(account ?? overflow, passwd);
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

function dropTo(owner: { readonly uid: number; readonly gid: number }, passwd: readonly Account[]): Identity {
  const { uid, gid } = owner;
  const name = passwd.find((entry) => entry.uid === uid)?.name ?? `user id ${uid}`;
  // A group of root would give the process back some of what it drops.
  const safeGid = gid === 0 ? (passwd.find((entry) => entry.uid === uid)?.gid ?? overflow.gid) : gid;
  return { uid, gid: safeGid, name, drop: { uid, gid: safeGid } };
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  return stat(path).then(
    ({ uid, gid }) => ({ uid, gid }),
    () => null,
  );
}

/** Whether the identity may pass through every directory down to `path`, by mode bits. The path must be a real one. */
export async function mayReach(identity: Identity, path: string): Promise<boolean> {
  if (identity.drop === null) return true;
  for (let at = path; ; at = dirname(at)) {
    const { uid, gid, mode } = await stat(at);
    const shift = uid === identity.uid ? 6 : gid === identity.gid ? 3 : 0;
    if (((mode >> shift) & 1) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
