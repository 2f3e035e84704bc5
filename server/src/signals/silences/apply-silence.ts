import { z } from 'zod';
import { defineTask, type Ctx, type Tx } from '#platform';
import { inFreshTransaction } from '../alerts/stale-read.ts';
import { placeAlerts } from '../alerts/place-alerts.ts';
import type { Routing } from '../core/routing.ts';
import { silencedBy, silenceState, type SilenceRule } from '../core/silence.ts';
import { readRouting } from '../routing.ts';
import { alertsNear, setSilenced, type OpenAlert } from '../store/covered-store.ts';
import { findSilence, loadRules } from '../store/silence-store.ts';

export const silenceTurnTask = defineTask('signals.silence-turn', {
  lane: 'react',
  payload: z.object({ silenceId: z.string() }),
});

/** How long after a change alerts are looked at again: one that was being stored meanwhile may have been judged by the old silences. */
const secondLookMs = 2_000;

/** Carries out what a silence means at this moment, and sets the timer for its next turn. Runs when it changes, starts and ends. */
export async function turnSilence(ctx: Ctx, { silenceId }: { readonly silenceId: string }): Promise<void> {
  const routing = await readRouting(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    const silence = await findSilence(tx.db, silenceId);
    if (!silence) return;
    await applySilence(tx, silence, routing);
    setNextTurn(tx, silence, 'turned');
  });
}

/**
 * Brings the open alerts near this silence up to date: those it covers now are silenced, those that nothing covers any more are grouped
 * like new ones, since their alarm was only put off.
 */
export async function applySilence(tx: Tx, silence: SilenceRule, routing: Routing): Promise<void> {
  const now = tx.now.getTime();
  const { rules } = await loadRules(tx.db);
  for await (const alerts of alertsNear(tx, silence)) {
    const changed = alerts
      .map((alert) => ({ alert, by: silencedBy(rules, alert, now) }))
      .filter(({ alert, by }) => (by ?? []).join() !== (alert.silencedBy ?? []).join());
    await setSilenced(
      tx,
      changed.map(({ alert, by }) => ({ id: alert.id, silencedBy: by })),
    );
    const freed: OpenAlert[] = changed
      .filter(({ alert, by }) => by === null && alert.groupId === null)
      .map(({ alert }) => alert);
    await placeAlerts(tx, freed, { routing, event: { type: 'grouped', actor: 'silences' } });
  }
  tx.changed('silences');
  tx.changed('alerts');
}

/** After a change: a second look. After a turn: the next start or end, whatever comes first. */
export function setNextTurn(tx: Tx, silence: SilenceRule, after: 'changed' | 'turned'): void {
  const key = `signals.silence-turn:${silence.id}`;
  const now = tx.now.getTime();
  const state = silenceState(silence, now);
  const next = state === 'pending' ? silence.startsAt : silence.endsAt;
  const due =
    after === 'changed' ? Math.min(now + secondLookMs, state === 'expired' ? Infinity : next) : next;
  if (after === 'turned' && state === 'expired') return;
  tx.setTimer(silenceTurnTask, { key, payload: { silenceId: silence.id }, dueAt: new Date(due) });
}
