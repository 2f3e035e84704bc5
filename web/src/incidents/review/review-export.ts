import type { ReviewDocument } from '@fieldmarshal/contract/assist/review';
import { getFile, getJson } from '../../app/http.ts';
import { download, saveFile } from '../../ui/download.ts';
import { showToast } from '../../ui/toast.ts';
import { sentenceOf } from '../incident-api.ts';

/** Saves the review as PDF, which takes the server a moment. */
export async function savePdf(id: string): Promise<void> {
  try {
    saveFile(`${id}-review.pdf`, await getFile(`/api/v1/incidents/${id}/review.pdf`));
  } catch (error) {
    showToast({ text: sentenceOf(error) });
  }
}

/** The review as a file to keep: for people, for programs, on paper. All of it comes from the API. */
export function useReviewExports(id: string) {
  const path = `/api/v1/incidents/${id}/review`;
  const json = async () => {
    try {
      const review = await getJson<ReviewDocument>(path);
      download(`${id}-review.json`, `${JSON.stringify(review, null, 2)}\n`, 'application/json');
    } catch (error) {
      showToast({ text: sentenceOf(error) });
    }
  };
  const markdown = async () => {
    try {
      const draft = await getJson<{ markdown: string }>(`${path}-draft`);
      download(`${id}-review.md`, draft.markdown, 'text/markdown');
    } catch (error) {
      showToast({ text: sentenceOf(error) });
    }
  };
  return [
    { id: 'md', label: 'Export as Markdown', onSelect: () => void markdown() },
    { id: 'json', label: 'Export as JSON', onSelect: () => void json() },
    {
      id: 'print',
      label: 'Open the page to print',
      onSelect: () => void window.open(`${path}.html`, '_blank', 'noopener'),
    },
  ];
}
