import { heardTicket } from '@fieldmarshal/contract/tickets';
import { z } from 'zod';

/** What a tracker said, whatever the form in which it came. */
export interface Heard {
  readonly key: string;
  readonly url: string | null;
  readonly state: string | null;
  readonly at: string | null;
  readonly ref: string | null;
  /** Named in the text of the ticket, which others than the tracker may have written. */
  readonly refInText: string | null;
}

const text = z.string().nullish();
const github = z.object({
  action: z.string(),
  issue: z.object({
    number: z.number(),
    html_url: z.string(),
    state: z.string(),
    state_reason: text,
    title: text,
    body: text,
    updated_at: text,
  }),
  repository: z.object({ full_name: z.string() }),
});
const gitlab = z.object({
  object_kind: z.enum(['issue', 'work_item']),
  object_attributes: z.object({
    iid: z.number(),
    url: z.string(),
    state: z.string(),
    title: text,
    description: text,
    updated_at: text,
  }),
  project: z.object({ path_with_namespace: z.string() }),
});
const jira = z.object({
  issue: z.object({
    key: z.string(),
    self: text,
    fields: z.object({
      status: z.object({ name: z.string() }),
      summary: text,
      description: z.unknown().optional(),
      labels: z.array(z.string()).nullish(),
      updated: text,
    }),
  }),
});

/**
 * Reads a message of a tracker: our own form, else the webhook of GitHub, GitLab or Jira for issues. Throws a ZodError for our own form
 * with faults, which is also what everything unknown is taken for.
 */
export function readHeard(body: unknown): Heard {
  const hub = github.safeParse(body);
  if (hub.success) return ofGithub(hub.data);
  const lab = gitlab.safeParse(body);
  if (lab.success) return ofGitlab(lab.data);
  const atlassian = jira.safeParse(body);
  if (atlassian.success) return ofJira(atlassian.data);
  const { ref = null, key, url = null, state = null, at } = heardTicket.parse(body);
  return { ref, key, url, state, at: instantOf(at), refInText: null };
}

function ofGithub({ issue, repository }: z.output<typeof github>): Heard {
  const reason = issue.state === 'closed' ? issue.state_reason : null;
  return {
    ...checked(`${repository.full_name}#${issue.number}`, issue.html_url),
    state: reason === 'not_planned' || reason === 'duplicate' ? reason.replace('_', ' ') : issue.state,
    at: instantOf(issue.updated_at),
    refInText: refIn([issue.title, issue.body]),
  };
}

function ofGitlab({ object_attributes: issue, project }: z.output<typeof gitlab>): Heard {
  return {
    ...checked(`${project.path_with_namespace}#${issue.iid}`, issue.url),
    state: issue.state,
    at: instantOf(issue.updated_at),
    refInText: refIn([issue.title, issue.description]),
  };
}

function ofJira({ issue: { key, self, fields } }: z.output<typeof jira>): Heard {
  const origin = URL.parse(self ?? '')?.origin;
  return {
    ...checked(key, origin === undefined ? null : `${origin}/browse/${key}`),
    state: fields.status.name,
    at: instantOf(fields.updated),
    refInText: refIn([
      ...(fields.labels ?? []).map((label) => label.replace(/^(INC-\d+)[-_](A\d+)$/u, '$1/$2')),
      fields.summary,
      typeof fields.description === 'string' ? fields.description : JSON.stringify(fields.description ?? ''),
    ]),
  };
}

/** By the same rules as what is sent in our own form. */
function checked(key: string, url: string | null) {
  const { key: name, url: place = null } = heardTicket.parse({ key, url: url ?? undefined });
  return { key: name, url: place, ref: null };
}

/** The first action that is named; trackers write times as `2026-11-26T10:00:00Z`, `… UTC` and `…+0000`. */
function refIn(texts: readonly (string | null | undefined)[]): string | null {
  for (const each of texts) {
    const found = /\bINC-[1-9]\d{0,9}\/A[1-9]\d{0,5}\b/u.exec(each ?? '');
    if (found) return found[0];
  }
  return null;
}

function instantOf(at: string | null | undefined): string | null {
  const ms = Date.parse((at ?? '').replace(/ UTC$/u, 'Z').replace(/^(\d{4}-\d\d-\d\d) /u, '$1T'));
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
