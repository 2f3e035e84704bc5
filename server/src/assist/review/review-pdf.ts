import type { Incident } from '@fieldmarshal/contract/incidents';
import { printApart } from './pdf/print-apart.ts';
import { reviewHead } from './review-head.ts';

/** The review as PDF, with the words of its page. It bears the instant of the incident's last entry: unchanged, it is the same file. */
export async function reviewPdf(incident: Incident, markdown: string): Promise<Uint8Array> {
  const { id, drill, private: isPrivate, changedAt } = incident;
  const { name, about } = reviewHead(incident, new Date(changedAt));
  const foot = [id, ...(drill ? ['DRILL'] : []), ...(isPrivate ? ['private'] : [])].join(', ');
  return (await printApart({ title: name, about, foot, markdown, at: changedAt })).bytes;
}
