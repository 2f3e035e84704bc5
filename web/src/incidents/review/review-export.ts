import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { getJson } from '../../app/http.ts';
import { download } from '../../ui/download.ts';
import { showToast } from '../../ui/toast.ts';
import { eventText } from '../event-text.ts';
import { sentenceOf } from '../incident-api.ts';
import { momentsOf } from './moments.ts';
import { reviewTimes } from './review-times.ts';

/** The review as a file to keep: for people, for programs, on paper (which the browser saves as PDF). */
export function useReviewExports(incident: Incident, events: readonly StoredEvent[]) {
  const { id } = incident;
  const markdown = async () => {
    try {
      const draft = await getJson<{ markdown: string }>(`/api/v1/incidents/${id}/review-draft`);
      download(`${id}-review.md`, draft.markdown, 'text/markdown');
    } catch (error) {
      showToast({ text: sentenceOf(error) });
    }
  };
  const json = () =>
    download(`${id}-review.json`, JSON.stringify(reviewJson(incident, events), null, 2), 'application/json');
  return [
    { id: 'md', label: 'Export as Markdown', onSelect: () => void markdown() },
    { id: 'json', label: 'Export as JSON', onSelect: json },
    { id: 'print', label: 'Print or save as PDF', onSelect: () => window.print() },
  ];
}

/** Everything the page shows, in fields; instants are RFC 3339 UTC, `seq` is the number of the entry. */
function reviewJson(incident: Incident, events: readonly StoredEvent[]) {
  const { id, title, severity, state, drill, product, environment, summary, resolution } = incident;
  return {
    incident: { id, title, severity, state, drill, product, environment, summary, resolution },
    times: reviewTimes(incident, events),
    moments: momentsOf(incident, events).map((event) => ({
      ...{ seq: event.seq, at: event.at, by: event.actor.name, text: eventText(event) },
    })),
    cause: incident.causeAnswer ?? incident.likelyCause,
    impact: incident.impact,
    review: incident.review,
  };
}
