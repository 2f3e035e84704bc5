import type { Provisioning } from '@fieldmarshal/contract/identity';
import { sql } from 'kysely';
import type { Ctx } from '#platform';
import { baseUrl } from '../base-url.ts';
import { signInRules } from '../providers/sign-in-file.ts';

const groupsMax = 500;

/** What an administrator sees of provisioning; the verb that shows it asks for permission. */
export async function readProvisioning(ctx: Ctx): Promise<Provisioning> {
  const { config, databases } = ctx.env;
  const { scim } = await signInRules(config);
  const db = databases[ctx.pool];
  const counted = await sql<{ users: number; inactive: number; tokens: number; lastUsedAt: Date | null }>`
    select (select count(*) from scim_user) as users,
      (select count(*) from scim_user u join account a on a.person = u.person where a.disabled_at is not null) as inactive,
      count(*) filter (where revoked_at is null and (expires_at is null or expires_at > now())) as tokens,
      max(last_used_at) as "lastUsedAt"
    from api_token where abilities = '{scim.provision}'`.execute(db);
  const groups = await sql<{ name: string; members: number }>`
    select g.display_name as name, count(m.user_id) as members
    from scim_group g left join scim_member m on m.group_id = g.id
    group by g.id order by lower(g.display_name) limit ${groupsMax}`.execute(db);
  const { lastUsedAt = null, ...counts } = counted.rows[0] ?? { users: 0, inactive: 0, tokens: 0 };
  return {
    url: `${baseUrl(config)}/scim/v2`,
    roles: Object.entries(scim.roles).map(([group, role]) => ({ group, role })),
    defaultRole: scim.defaultRole ?? null,
    adopt: scim.adopt,
    provider: scim.provider ?? null,
    ...counts,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    groups: groups.rows.map(({ name, members }) => ({
      ...{ name, members },
      role: Object.hasOwn(scim.roles, name) ? (scim.roles[name] ?? null) : null,
    })),
  };
}
