import { z } from 'zod';
import { instant, plainLine } from '../name.ts';
import { givenId } from './given-id.ts';
import { role } from './role.ts';

/** A key of the product API, without the key. */
export const token = z.object({
  id: z.string(),
  name: z.string(),
  /** How the key starts. */
  hint: z.string(),
  /** Whose rights bound it; null for a service. */
  person: z.string().nullable(),
  roles: z.array(role),
  /** What of its roles it is limited to; null: all. */
  abilities: z.array(z.string()).nullable(),
  createdAt: instant,
  createdBy: z.string(),
  expiresAt: instant.nullable(),
  /** To within a minute; null: never used. */
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type Token = z.infer<typeof token>;

export const tokensQuery = z.strictObject({
  /** Everybody's, for who manages identity; else one's own. */
  all: z.stringbool().or(z.boolean()).default(false),
});
export const tokenList = z.object({ items: z.array(token) });

export const newToken = z.strictObject({
  name: plainLine,
  /** The roles it acts with, at most one's own; left out: one's own at the time of use. */
  roles: z.array(role).min(1).max(5).optional(),
  /** Names of the permission table; left out: all that the roles may. */
  abilities: z
    .array(z.string().regex(/^[a-z-]+\.[a-z-]+$/, 'must be an ability such as "incident.read"'))
    .min(1)
    .max(100)
    .optional(),
  /** 1–730 days; left out: 90. */
  expiresInDays: z.number().int().min(1).max(730).default(90),
  /** A token that belongs to no person and outlives whoever makes it. */
  service: z.boolean().default(false),
});

/** The key itself, here and never again. */
export const createdToken = z.object({ token, secret: z.string() });
export const onToken = z.strictObject({ id: givenId });
