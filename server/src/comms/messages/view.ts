import type { Communication, ComponentSaid } from '@fieldmarshal/contract/comms';
import type { Catalog } from '#catalog';
import { readCatalog } from '#catalog';
import type { Ctx } from '#platform';
import { changesBetween, type Basis } from '../core/messages/changes.ts';
import { approvalsNeeded } from '../core/messages/plan.ts';
import { approvalsOf, reachOf, type Approval, type StoredCommunication } from './communication-store.ts';
import { basisHash } from './content-hash.ts';
import { findingsNow, type Around } from './findings.ts';
import { basisOf } from './known/basis.ts';
import { gather, type Gathered } from './known/gather.ts';
import { languagesOf } from './languages/languages-of.ts';

const nothing = { recipients: 0, sent: 0, waiting: 0, failed: 0, unknown: 0 };

/** Communications as screens and programs see them, each with what changed since it was drafted. */
export async function viewsOf(ctx: Ctx, rows: readonly StoredCommunication[]): Promise<Communication[]> {
  const db = ctx.env.databases[ctx.pool];
  const ids = rows.map(({ id }) => id);
  const [catalog, approvals, reach, languages, known] = await Promise.all([
    readCatalog(ctx.env),
    approvalsOf(db, ids),
    reachOf(db, ids),
    languagesOf(db, rows),
    gatherAll(ctx, rows),
  ]);
  return rows.map((row) => ({
    ...viewOf(row, {
      catalog,
      approvals: approvals.get(row.id) ?? [],
      gathered: row.incidentId === null ? null : (known.get(row.incidentId) ?? null),
      secondApprover: ctx.env.config.secondApprover,
      now: ctx.env.clock.now(),
    }),
    inLanguages: languages.get(row.id) ?? [{ id: row.id, language: row.language }],
    reach: reach.get(row.id) ?? nothing,
  }));
}

/** What is known now of every incident that something not yet sent is about. */
async function gatherAll(
  ctx: Ctx,
  rows: readonly StoredCommunication[],
): Promise<ReadonlyMap<string, Gathered>> {
  const open = rows.filter(({ state }) => state === 'draft' || state === 'approved');
  const ids = [...new Set(open.flatMap(({ incidentId }) => incidentId ?? []))];
  return new Map(await Promise.all(ids.map(async (id) => [id, await gather(ctx, id)] as const)));
}

interface Seen extends Around {
  readonly approvals: readonly Approval[];
  readonly secondApprover: string;
}

/** What it would rest on if it were drafted now; for what is sent, or about no incident, what it did rest on. */
export function basisNow(row: StoredCommunication, gathered: Gathered | null): Basis {
  return gathered === null ? row.basis : basisOf(gathered, row);
}

function viewOf(row: StoredCommunication, around: Seen): Omit<Communication, 'reach' | 'inLanguages'> {
  const { catalog, approvals, gathered, secondApprover } = around;
  const basis = basisNow(row, gathered);
  const given = eachOnce(approvals.filter(({ hash }) => hash === row.contentHash));
  const severity = gathered?.incident.severity ?? row.basis['the severity'] ?? null;
  const application = row.application === '' ? null : row.application;
  return {
    id: row.id,
    incidentId: row.incidentId,
    audience: row.audience,
    application,
    applicationName:
      application === null ? null : (catalog.get('Application', application)?.spec.publicName ?? null),
    language: row.language,
    stage: row.stage,
    state: row.state,
    title: row.title,
    text: row.body,
    brief: row.brief,
    template: row.template,
    editedBy: row.editedBy,
    facts: [...row.facts],
    findings: [...findingsNow(row, around)],
    changes: row.state === 'sent' ? [] : changesBetween(row.basis, basis),
    basis: basisHash(basis),
    components: row.components.map((said) => ({ ...said, publicName: publicNameOf(catalog, said) })),
    onPage: row.onPage,
    nextUpdateAt: row.nextUpdateAt?.toISOString() ?? null,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    corrects: row.corrects,
    publicTitle: row.publicTitle,
    hash: row.contentHash,
    approvals: given.map(({ person, name, at }) => ({ person, name, at: at.toISOString() })),
    approvalsNeeded: row.incidentId === null ? 1 : approvalsNeeded(known(severity), secondApprover),
    // Of a draft it is what whoever approved these words first has asked for.
    sendAt: (row.state === 'draft' && given.length === 0 ? null : row.sendAt)?.toISOString() ?? null,
    sentAt: row.sentAt?.toISOString() ?? null,
    draftedAt: row.draftedAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
  };
}

/** Who approved the same words again has approved them once: at first. */
function eachOnce(approvals: readonly Approval[]): Approval[] {
  return approvals.filter(
    ({ person }, index) => approvals.findIndex((other) => other.person === person) === index,
  );
}

function publicNameOf(catalog: Catalog, { kind, name }: ComponentSaid): string | null {
  const object = kind === 'application' ? catalog.get('Application', name) : catalog.get('Workflow', name);
  return object?.spec.publicName ?? null;
}

function known(severity: string | null): string | null {
  return severity === 'not assessed' ? null : severity;
}
