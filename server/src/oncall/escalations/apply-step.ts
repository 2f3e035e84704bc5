import type { Severity } from '@fieldmarshal/contract';
import { sendMessages, tokenHash, type NewDelivery, type ServerKey } from '#delivery';
import type { Tx } from '#platform';
import { nextAt } from '../core/escalation/escalate.ts';
import type { Ring, Step } from '../core/escalation/machine.ts';
import { pageMessage } from '../core/page-message.ts';
import { pageExhausted, pageStalled, pageStepEmpty } from '../facts.ts';
import { newId } from '../ids.ts';
import { setStepTimer } from '../jobs.ts';
import { insertRings, recentRings, type NewPage, type NewRing, type OpenPage } from '../pages/page-store.ts';
import { escalationRow, type EscalationRow, type StoredEscalation } from '../store.ts';
import { takeTurns } from './turns.ts';
import { whosePage, type AnyRing } from './whose-page.ts';

/** Two escalations that ring a person within this time share one message. */
const shareWithinMs = 3 * 60_000;

interface Apply {
  readonly escalation: Omit<StoredEscalation, 'state'>;
  readonly key: ServerKey;
  readonly step: Step;
  /** `first` of its incident: nobody has a page of it yet. `new`: it is stored here, too. `known`: its caller has saved it. */
  readonly standing: 'first' | 'new' | 'known';
}

/** Carries out what the state machine decided: pages, messages, the next timer, and the loud word when nobody is left. */
export async function applyStep(tx: Tx, { escalation, key, step, standing }: Apply): Promise<void> {
  const { id, incidentId, team } = escalation;
  const rings = step.effects.filter((effect) => effect.kind === 'ring' || effect.kind === 'shadow-ring');
  const row = standing === 'known' ? null : escalationRow(tx, { ...escalation, state: step.state });
  if (row !== null || rings.length > 0) await ringPeople(tx, { escalation, key, rings, row, standing });
  await takeTurns(
    tx,
    rings.filter((ring) => ring.kind === 'ring'),
  );
  for (const effect of step.effects) {
    const about = { escalationId: id, incidentId, team };
    if (effect.kind === 'exhausted')
      tx.emit(pageExhausted, incidentId, { ...about, final: effect.final, detail: effect.why });
    if (effect.kind === 'nobody') tx.emit(pageStepEmpty, incidentId, { ...about, detail: effect.why });
    if (effect.kind === 'stalled') tx.emit(pageStalled, incidentId, { ...about, detail: effect.why });
  }
  setStepTimer(tx, { escalationId: id, incidentId }, nextAt(step.state));
  tx.changed('pages');
  tx.changed(`incident:${incidentId}`);
}

interface RingPeople extends Pick<Apply, 'escalation' | 'key' | 'standing'> {
  readonly rings: readonly AnyRing[];
  readonly row: EscalationRow | null;
}

async function ringPeople(tx: Tx, { escalation, key, rings: all, row, standing }: RingPeople): Promise<void> {
  const { incidentId } = escalation;
  const { open, rings } =
    standing === 'first'
      ? { open: new Map<string, OpenPage>(), rings: all }
      : await whosePage(tx, incidentId, all);
  const fresh = await recentRings(tx, {
    pageIds: [...open.values()].map(({ id: pageId }) => pageId),
    escalationId: escalation.id,
    withinMs: shareWithinMs,
  });
  const pages: NewPage[] = [];
  const rows: NewRing[] = [];
  const deliveries: NewDelivery[] = [];
  for (const ring of rings) {
    const pageId = open.get(ring.person)?.id ?? newPage(pages, { escalation, key, ring });
    const shared = fresh.find(
      (each) =>
        each.pageId === pageId && each.channel === ring.channel && each.destination === ring.destination,
    );
    const deliveryKey = shared?.deliveryKey ?? `${pageId}.${escalation.id}.${ring.ring}.${ring.method}`;
    const { channel, destination, method, why } = ring;
    const dueAt = new Date(ring.dueAt);
    rows.push({
      pageId,
      escalationId: escalation.id,
      ring: ring.ring,
      method,
      channel,
      destination,
      deliveryKey,
      why,
      dueAt,
    });
    if (!shared) deliveries.push(deliveryOf(tx, { escalation, ring, pageId, deliveryKey }));
  }
  await Promise.all([insertRings(tx, { escalation: row, pages, rings: rows }), sendMessages(tx, deliveries)]);
}

function newPage(
  pages: NewPage[],
  { escalation, key, ring }: Pick<Apply, 'escalation' | 'key'> & { ring: AnyRing },
): string {
  // Somebody who is rung by two ways at once has one page.
  const known = pages.find(({ person }) => person === ring.person);
  if (known) return known.id;
  const id = newId('PG');
  const { incidentId, title, severity, known: lines, reason } = escalation;
  const shadow = ring.kind === 'shadow-ring' ? ring : null;
  const hash = tokenHash(key.answerToken(id));
  const about = { incidentId, title, severity, reason, known: lines, team: teamOf(escalation, ring) };
  const shadowing = { shadowOf: shadow?.of ?? null, shadowLeads: shadow?.leads ?? false };
  pages.push({ id, person: ring.person, tokenHash: hash, ...about, ...shadowing });
  return id;
}

/**
 * A storm to one person is one message with a count. What is SEV1, or not assessed, never waits for others; machines get each page
 * under an id of its own.
 */
function bundleOf(channel: Ring['channel'], severity: Severity | null): Pick<NewDelivery, 'bundle'> {
  if (channel === 'webhook' || channel === 'command') return {};
  return { bundle: severity === null || severity === 'SEV1' ? 'lead' : 'wait' };
}

/** A shadow's page is asked for no team: it does not speak for one. */
function teamOf({ team }: Apply['escalation'], ring: AnyRing): string | null {
  return ring.kind === 'ring' ? (team ?? ring.team) : null;
}

interface DeliveryOf {
  readonly escalation: Apply['escalation'] & { readonly severity: Severity | null };
  readonly ring: AnyRing;
  readonly pageId: string;
  readonly deliveryKey: string;
}

function deliveryOf(tx: Tx, { escalation, ring, pageId, deliveryKey }: DeliveryOf): NewDelivery {
  const { config } = tx.ctx.env;
  const { incidentId, title, severity, reason, known } = escalation;
  const base = config.publicUrl ?? `http://localhost:${config.port}`;
  return {
    key: deliveryKey,
    channel: ring.channel,
    destination: ring.destination,
    message: pageMessage({
      pageId,
      incidentId,
      incidentUrl: `${base}/incidents/${encodeURIComponent(incidentId)}`,
      title,
      severity,
      person: ring.person,
      team: teamOf(escalation, ring),
      isShadow: ring.kind === 'shadow-ring',
      why: ring.why,
      reason,
      known,
    }),
    regarding: pageId,
    incidentId,
    dueAt: new Date(ring.dueAt),
    answerLinkFor: pageId,
    ...bundleOf(ring.channel, severity),
  };
}
