import { z } from 'zod';
import { line, objectName } from '../name.ts';
import { runnerCapability } from './runner-protocol.ts';

export const runnerState = z.enum(['new', 'ok', 'late', 'overloaded', 'silent', 'revoked']);

export const runner = z.object({
  id: z.string(),
  name: z.string(),
  place: z.string(),
  /** Empty: every environment. */
  environments: z.array(z.string()),
  capabilities: z.array(runnerCapability),
  /** The team that is told when something is wrong with it. */
  owner: z.string().nullable(),
  /** The one inside this server. */
  embedded: z.boolean(),
  state: runnerState,
  /** Why it is not `ok`, in words. */
  problems: z.array(z.string()),
  version: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  running: z.number().int(),
  spooled: z.number().int(),
  cpuRatio: z.number().nullable(),
  memoryRatio: z.number().nullable(),
  /** How far its clock is ahead of the server's. */
  clockSkewMs: z.number().nullable(),
  /** Over the last hour: runs, and how late they began (95 of 100 were better). */
  runs: z.number().int(),
  latenessP95Ms: z.number().nullable(),
  tokenHint: z.string().nullable(),
  createdAt: z.string(),
  /** The key it is known by, as it prints it when it starts; null: it has none that lasts, or has not asked with its token yet. */
  key: z.object({ fingerprint: z.string(), since: z.string() }).nullable(),
  /** Another key that came with its token and got nothing, until a person has decided; the fingerprint is empty for a request without a key. */
  otherKey: z.object({ fingerprint: z.string(), since: z.string(), seenAt: z.string() }).nullable(),
});
export type RunnerView = z.infer<typeof runner>;

export const runnerInput = z.strictObject({
  name: line.max(60),
  place: objectName,
  environments: z.array(objectName).max(200).default([]),
  capabilities: z.array(runnerCapability).min(1).default(['e2e', 'http', 'tcp', 'dns', 'tls', 'promql']),
  owner: objectName.optional(),
});

export const runnerKeyDecision = z.strictObject({
  /** Of the key that was looked at, as the runner says it. */
  fingerprint: z.string().max(60),
  /** True: it is the runner's own from now on. False: it was somebody else's, and is forgotten. */
  accept: z.boolean(),
});

/** The token is shown this once. */
export const runnerWithToken = z.object({ runner, token: z.string() });
