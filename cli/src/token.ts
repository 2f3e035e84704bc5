import { role, type Role } from '@fieldmarshal/contract';
import { connect, type Server } from './client.ts';
import { Refusal } from './failure.ts';

interface CreateOptions extends Server {
  readonly roles?: readonly string[] | undefined;
  readonly abilities?: readonly string[] | undefined;
  readonly expires: number;
  readonly service: boolean;
}

/** Makes an API token and prints it, alone on standard output so that a script can take it. */
export async function createToken(name: string, options: CreateOptions): Promise<void> {
  const created = await connect(options).identity.createToken({
    name,
    expiresInDays: options.expires,
    service: options.service,
    ...(options.roles ? { roles: options.roles.map((text) => parseRole(text)) } : {}),
    ...(options.abilities ? { abilities: [...options.abilities] } : {}),
  });
  console.error(`Token "${created.token.name}" (${created.token.id}). It is shown only this once:`);
  console.log(created.secret);
}

function parseRole(text: string): Role {
  const parsed = role.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Refusal(`--roles takes ${role.options.join(', ')}, not "${text}".`);
}

export async function listTokens(options: Server & { readonly all: boolean }): Promise<void> {
  const { items } = await connect(options).identity.tokens({ all: options.all });
  for (const { id, name, hint, roles, expiresAt, lastUsedAt, revokedAt } of items) {
    const end = revokedAt ? `revoked ${revokedAt}` : `until ${expiresAt ?? 'for ever'}`;
    console.log([id, hint, name, roles.join(','), end, `used ${lastUsedAt ?? 'never'}`].join('\t'));
  }
}

export async function revokeToken(id: string, server: Server): Promise<void> {
  await connect(server).identity.revokeToken({ id });
  console.log(`Token ${id} is revoked.`);
}
