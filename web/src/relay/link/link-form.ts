import type { RelaySelf } from '@fieldmarshal/contract/relay';

export interface LinkForm {
  /** Seconds between two calls; empty: never. */
  readonly every: string;
  readonly url: string;
  readonly standing: boolean;
}

/** What holds now. An approval counts for its policy alone; while the policy cannot be read it is kept. */
export function linkFormOf({ link, policy }: Pick<RelaySelf, 'link' | 'policy'>): LinkForm {
  return {
    every: link.everySeconds === null ? '' : String(link.everySeconds),
    url: link.url ?? '',
    standing: link.standing !== null && (policy === null || link.standing.policy === policy),
  };
}

/** Another key begins the form anew: nobody approves of a policy by a tick that was meant for the one before. A call changes nothing of it. */
export function linkFormKey(self: Pick<RelaySelf, 'link' | 'policy'>): string {
  return JSON.stringify([linkFormOf(self), self.link.standing, self.policy]);
}

/** What came of a call to headquarters, as one sentence or more; it is stored with `ok: ` before it where all went well. */
export function callText(result: string): string {
  const text = result.replace(/^ok: /, '');
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
