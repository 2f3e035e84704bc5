import type { FastifyInstance } from 'fastify';
import type { Env, Handler } from '#platform';

export { answerPage, type Answered, type AnswerPage } from './answer-page.ts';
export { pageAnswered, pageExhausted, pageProgressed } from './facts.ts';
export { pagingHealth, type PagingHealth } from './health.ts';
export { recordReceipt } from './record-receipt.ts';
export { onCallAt, shifts } from './core/shifts.ts';
export { startEscalation, type StartEscalation } from './start-escalation.ts';
export { stopEscalations, type StopEscalations } from './stop-escalations.ts';

export const oncallHandlers: readonly Handler[] = [];
export const oncallRoutes = {};
export async function oncallPlugin(_app: FastifyInstance, _env: Env): Promise<void> {}
