import type { Ctx } from '#platform';

export interface AnswerPage {
  readonly pageId: string;
  readonly answer: 'acknowledge' | 'cannot';
}

/** What an answer did. `by` is who acknowledged: the one who asked, or who was faster. */
export interface Answered {
  readonly outcome: 'acknowledged' | 'declined' | 'already-acknowledged' | 'closed';
  readonly by: string | null;
}

/** A signed-in person answers a page. */
export async function answerPage(_ctx: Ctx, _input: AnswerPage): Promise<Answered> {
  throw new Error('in progress');
}
