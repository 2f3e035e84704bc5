import type { ModelFeature, ModelOfIncident, TextAnswer } from '@fieldmarshal/contract/assist';
import type { ShownLine } from './Lines.tsx';

export const textWords: Readonly<Record<ModelFeature, string>> = {
  summary: 'Summary',
  'one-line': 'One line for executives',
  since: 'Since you last looked',
  handover: 'Handover brief',
  review: 'Draft of the review',
};

/** In the order of the lists. */
export const modelTexts: readonly ModelFeature[] = ['summary', 'one-line', 'since', 'handover', 'review'];

/** Who wrote what is shown, and what it knows of. */
export function byWhom(asOf: number, written: ModelOfIncident['written']): string {
  return written === null
    ? `by rules, no model, as of entry ${asOf}`
    : `by rules and ${written.model} (${written.provider}), as of entry ${written.asOf}; every sentence was verified`;
}

const byModel = ' (by a model)';

/** A text to paste elsewhere, with the entries behind each sentence, and which of them a model wrote. */
export function plainText(
  title: string,
  sections: TextAnswer['sections'],
  lines: readonly ShownLine[],
): string {
  const row = ({ text, cites, by }: ShownLine): string =>
    `- ${text}${cites.length === 0 ? '' : ` [${cites.join(', ')}]`}${by === 'model' ? byModel : ''}`;
  const parts = sections.flatMap(({ id, title: heading }) => {
    const own = lines.filter(({ section }) => section === id);
    return own.length === 0 ? [] : ['', heading, ...own.map((line) => row(line))];
  });
  return [title, ...(sections.length === 0 ? lines.map((line) => row(line)) : parts)].join('\n');
}

/** What is left of such a text without title, headings, marks and entries: the sentences, to see how much somebody changed in them. */
export function sentencesIn(text: string, sections: TextAnswer['sections']): string {
  const headings = new Set(sections.map(({ title }) => title));
  return text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '' && !headings.has(line))
    .map((line) =>
      line
        .replace(/^- /, '')
        .replace(byModel, '')
        .replace(/ \[[\d, ]+\]$/, ''),
    )
    .join('\n');
}
