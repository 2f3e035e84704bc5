import type pg from 'pg';

export interface StoredSession {
  readonly id: string;
  readonly person: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly hasPassword: boolean;
  /** A password may be chosen now without naming the old one. */
  readonly mayChoosePassword: boolean;
  readonly lastSeenIsOld: boolean;
  /** The provider that vouched for the person; null where none did. */
  readonly provider: string | null;
  /** Seconds since the person last showed who they are. */
  readonly confirmedAgoS: number;
}

/** The session if it is in force now and its person may sign in. */
export async function findSession(pool: pg.Pool, hash: Buffer): Promise<StoredSession | null> {
  const { rows } = await pool.query<StoredSession>({
    name: 'identity-find-session',
    text: `select s.id, s.person, a.display_name as "displayName", a.roles, a.password_hash is not null as "hasPassword",
        coalesce(s.password_choice_until > now(), false) as "mayChoosePassword",
        s.provider, extract(epoch from now() - coalesce(s.authenticated_at, s.created_at))::float8 as "confirmedAgoS",
        s.last_seen_at < now() - interval '5 minutes' as "lastSeenIsOld"
      from session s join account a on a.person = s.person
      where s.token_hash = $1 and s.expires_at > now() and a.disabled_at is null`,
    values: [hash],
  });
  return rows[0] ?? null;
}

/** Moves a session's end on with its use, never past its last moment. */
export async function touchSession(pool: pg.Pool, id: string, idleMs: number): Promise<void> {
  await pool.query(
    `update session set last_seen_at = now(), expires_at = least(ends_at, now() + $2 * interval '1 millisecond') where id = $1`,
    [id, idleMs],
  );
}
