import { withoutUnseen, type Severity } from '@fieldmarshal/contract';

export interface Known {
  readonly label: string;
  readonly value: string;
}

export interface PageContent {
  readonly pageId: string;
  readonly incidentId: string;
  readonly incidentUrl: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly person: string;
  readonly team: string | null;
  /** As what the person is paged. */
  readonly why: string;
  readonly reason: string;
  /** To a trainee beside whoever is paged: an answer follows, and stops nothing. */
  readonly isShadow?: boolean;
  readonly known: readonly Known[];
}

/** `SEV?` is not assessed, which is not the least. */
export function severityTag(severity: string | null): string {
  return severity ?? 'SEV?';
}

/** A page as a message. `{answer-link}` becomes the address of the answer page when it is sent. */
export function pageMessage(page: PageContent): {
  type: string;
  subject: string;
  text: string;
  html: string;
  data: Json;
} {
  const { incidentId, incidentUrl, person, team, why, pageId, severity, isShadow = false } = page;
  // What others wrote stands before the link: it must not turn the link around.
  const title = withoutUnseen(page.title);
  const reason = withoutUnseen(page.reason);
  const known = page.known.map(({ label, value }) => ({ label, value: withoutUnseen(value) }));
  const ask = isShadow
    ? 'Follow it, or say that you cannot. Your answer does not stop the paging:'
    : 'Acknowledge, or say that you cannot take it:';
  const head = `${severityTag(severity)} ${incidentId}`;
  const lines = [{ label: 'Why you', value: why }, { label: 'Reason', value: reason }, ...known];
  return {
    type: 'page',
    subject: `[${severityTag(severity)}] ${isShadow ? 'Shadow: ' : ''}${incidentId} ${title}`,
    text: [
      `${head}: ${title}`,
      '',
      ...lines.map(({ label, value }) => `${label}: ${value}`),
      '',
      ask,
      '{answer-link}',
      '',
      `Incident: ${incidentUrl}`,
    ].join('\n'),
    html: [
      `<p><strong>${escapeHtml(head)}</strong></p><h2>${escapeHtml(title)}</h2>`,
      `<p>${lines.map(({ label, value }) => `${escapeHtml(label)}: ${escapeHtml(value)}`).join('<br>')}</p>`,
      `<p><a href="{answer-link}"><strong>${ask.replace(/:$/, '')}</strong></a></p>`,
      `<p><a href="${escapeHtml(incidentUrl)}">Open ${escapeHtml(incidentId)}</a></p>`,
    ].join('\n'),
    data: {
      pageId,
      incidentId,
      incidentUrl,
      title,
      severity,
      person,
      team,
      why,
      reason,
      shadow: isShadow,
      known,
      answerUrl: '{answer-link}',
    },
  };
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Text as a text node or a quoted attribute. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
