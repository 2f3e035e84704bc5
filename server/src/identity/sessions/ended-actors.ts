import type { Actor } from '@fieldmarshal/contract';
import type { Env, LiveOver } from '#platform';
import { seatOf } from './authenticate.ts';

/** Which of those who were recognised before may not go on: their session ended, their token was revoked or ran out, their account was shut. */
export function endedActors({ databases }: Pick<Env, 'databases'>): LiveOver {
  return async (actors) => {
    if (actors.length === 0) return new Set();
    const { rows } = await databases.pools.web.query<{ id: string }>({
      name: 'identity-in-force',
      text: `select s.id from session s join account a on a.person = s.person
          where s.id = any($1::text[]) and s.expires_at > now() and a.disabled_at is null
        union all select t.id from api_token t left join account a on a.person = t.person
          where t.id = any($1::text[]) and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
            and (t.person is null or a.disabled_at is null)`,
      values: [actors.flatMap((actor) => placeOf(actor) ?? [])],
    });
    const inForce = new Set(rows.map(({ id }) => id));
    return new Set(
      actors.filter((actor) => {
        const place = placeOf(actor);
        return place !== null && !inForce.has(place);
      }),
    );
  };
}

/** The session or token by which an actor is there; null for those who need neither. */
function placeOf(actor: Actor): string | null {
  if (actor.kind === 'token') return actor.tokenId;
  return seatOf(actor)?.session.id ?? null;
}
