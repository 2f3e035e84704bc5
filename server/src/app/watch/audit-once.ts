import { counted } from '@fieldmarshal/contract/text/counted';
import { owedNotice } from '#comms';
import { auditStreamNotice } from '#identity';
import { overdueHandovers, overdueSteps, pagingHealth, runStep, type PagingHealth } from '#oncall';
import { systemCtx, type Env } from '#platform';
import { nobodyByDefaultNotice } from './nobody-by-default.ts';
import { processKey, settleNotices, type NoticeKey } from './notices.ts';
import { shutOutNotice } from './shut-out.ts';
import { waitedText } from './waited-text.ts';
import { readWorkState, standsStill, type WorkState } from './work-state.ts';

/** A step later than this was not forgotten for a moment: whoever should have carried it out does not. */
const stepLateS = 15;
/** Unaccepted handovers told in one notice. */
const namedMax = 3;

export interface Found {
  readonly work: WorkState;
  readonly paging: PagingHealth;
  readonly stepsEscalated: number;
}

interface Looker {
  /** Whether this process does the work of the workers at the moment. */
  readonly standsIn: boolean;
  /** What is wrong with this process's own surroundings, for a notice of its own. */
  readonly about?: string | null;
}

/**
 * One look: carries out escalation steps that are overdue whatever their timers say, and tells what else lies about. Safe beside a
 * worker that does the same: a step is taken by one, under the lock of its incident.
 */
export async function auditOnce(env: Env, { standsIn, about = null }: Looker): Promise<Found> {
  const work = await readWorkState(env);
  const stepsEscalated = await escalateOverdue(env);
  const paging = await pagingHealth(env);
  const notices = noticesOf({ work, paging, stepsEscalated }, standsIn);
  const handovers = await overdueHandovers(env);
  if (handovers.length > 0) notices.set('handover-unaccepted', handovers.slice(0, namedMax).join(' '));
  const shutOut = await shutOutNotice(env);
  if (shutOut !== null) notices.set('shut-out-on-call', shutOut);
  const byDefault = await nobodyByDefaultNotice(env);
  if (byDefault !== null) notices.set('nobody-by-default', byDefault);
  const owed = await owedNotice(env);
  if (owed !== null) notices.set('word-owed', owed);
  const stream = await auditStreamNotice(env);
  if (stream !== null) notices.set('audit-stream-behind', stream);
  if (about !== null) notices.set(processKey(env), about);
  await settleNotices(env, notices);
  if (paging.overdue > 0)
    env.log.error({ overdue: paging.overdue, oldestS: paging.oldestDueS }, 'pages are due and have not left');
  return { work, paging, stepsEscalated };
}

async function escalateOverdue(env: Env): Promise<number> {
  const ctx = systemCtx(env, 'auditor');
  let done = 0;
  for (const { id, incidentId, lateS } of await overdueSteps(env.databases.worker, stepLateS)) {
    env.log.error({ escalation: id, incident: incidentId, lateS }, 'an overdue step: the auditor escalates');
    try {
      await runStep(ctx, { escalationId: id, incidentId });
      done += 1;
    } catch (error) {
      // The others must not wait for this one; the next look tries it again.
      env.log.error({ escalation: id, error: String(error) }, 'the overdue step failed');
    }
  }
  return done;
}

function noticesOf({ work, paging, stepsEscalated }: Found, standsIn: boolean): Map<NoticeKey, string> {
  const notices = new Map<NoticeKey, string>();
  if (standsStill(work))
    notices.set(
      'work-stands-still',
      standsIn
        ? 'No worker does its work. The auditor of another process stands in. Look at the worker processes and their log.'
        : 'No worker does its work: pages and messages wait. Look at the worker processes and their log.',
    );
  if (stepsEscalated > 0)
    notices.set(
      'steps-overdue',
      `${counted(stepsEscalated, 'escalation step')} had been missed. The auditor carried out what was overdue.`,
    );
  if (paging.overdue > 0)
    notices.set(
      'pages-overdue',
      `${counted(paging.overdue, 'page')} should have left and did not; the oldest waits ${waitedText(paging.oldestDueS)}. Reach the people by another way, and look at the channels.`,
    );
  return notices;
}
