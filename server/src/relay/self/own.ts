import { z } from 'zod';
import { AppError, seal, unseal, type Env, type SealedColumn, type Tx } from '#platform';
import { newAgeKey } from '../bundle/encryption.ts';
import { fingerprintOf, newKeyPair } from '../bundle/keys.ts';
import { loadSelf, storeSelf, type Db } from '../store/self-store.ts';

const secrets = z.object({
  privateKey: z.string(),
  ageIdentity: z.string(),
  /** Makes pseudonyms that only this site could make. */
  salt: z.string(),
  linkToken: z.string().nullable(),
  /** Of the key that signs from the next bundle on. */
  nextPrivateKey: z.string().nullable(),
});
type OwnSecrets = z.output<typeof secrets>;

const peer = z.object({ publicKey: z.string(), recipient: z.string(), url: z.string().nullable() });
export type Peer = z.output<typeof peer>;

/** Who this installation is in the exchange of bundles, with what it signs and opens by. */
export interface Own {
  readonly role: 'site' | 'headquarters';
  /** Of a site; `headquarters` otherwise. */
  readonly name: string;
  readonly stream: string | null;
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly recipient: string;
  readonly secrets: OwnSecrets;
  readonly peer: Peer | null;
  readonly nextKey: string | null;
  readonly link: { readonly triedAt: Date | null; readonly result: string | null };
}

const purpose = 'relay';

export const sealedSelf: SealedColumn = {
  table: 'relay_self',
  column: 'sealed',
  key: ['one'],
  purposeOf: () => purpose,
};

/** Null before the first enrolment. Throws `refused` where the key that seals its secrets is another one than it was. */
export async function readOwn(env: Env, db: Db): Promise<Own | null> {
  const row = await loadSelf(db);
  if (row === null) return null;
  const opened = await unseal(env, row.sealed, purpose);
  if (opened === null)
    throw new AppError(
      'refused',
      'The keys of this installation cannot be opened: FIELDMARSHAL_SECRET_KEY or the key file under the data directory is not the one they were sealed with.',
    );
  return {
    ...row,
    fingerprint: fingerprintOf(row.publicKey),
    secrets: secrets.parse(JSON.parse(opened)),
    peer: peer.nullable().parse(row.peer),
    link: { triedAt: row.linkTriedAt, result: row.linkResult },
  };
}

type NewOwn = Pick<Own, 'role' | 'name' | 'stream' | 'peer'> &
  Pick<OwnSecrets, 'linkToken'> & { readonly salt: string };

/** New keys for this installation; those it had are gone. */
export async function makeOwn(tx: Tx, { salt, linkToken, ...rest }: NewOwn): Promise<Own> {
  const keys = newKeyPair();
  const age = await newAgeKey();
  const made: OwnSecrets = {
    privateKey: keys.privateKey,
    ageIdentity: age.identity,
    salt,
    linkToken,
    nextPrivateKey: null,
  };
  return keepOwn(tx, {
    ...rest,
    publicKey: keys.publicKey,
    fingerprint: fingerprintOf(keys.publicKey),
    recipient: age.recipient,
    secrets: made,
    nextKey: null,
    link: { triedAt: null, result: null },
  });
}

export async function keepOwn(tx: Tx, own: Own): Promise<Own> {
  const sealed = await seal(tx.ctx.env, JSON.stringify(own.secrets), purpose);
  await storeSelf(tx, { ...own, sealed });
  return own;
}

/** The site that this installation is. Throws `refused` where it is none. */
export async function requireSite(
  env: Env,
  db: Db,
): Promise<Own & { readonly stream: string; readonly peer: Peer }> {
  const own = await readOwn(env, db);
  if (own?.role !== 'site' || own.stream === null || own.peer === null)
    throw new AppError(
      'refused',
      'This installation has not joined as a site. Join with an invitation and its code first.',
    );
  return { ...own, stream: own.stream, peer: own.peer };
}
