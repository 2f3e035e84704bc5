import type { SimilarMatch } from '@fieldmarshal/contract/assist';
import type { ImpactRow } from '@fieldmarshal/contract/impact';
import type { Incident } from '@fieldmarshal/contract/incidents';
import type { RoomRunbook } from '@fieldmarshal/contract/knowledge';
import type { Summary } from '../summary/summarise.ts';

interface Known {
  readonly incident: Incident;
  readonly summary: Summary;
  readonly impact: readonly Pick<ImpactRow, 'kind' | 'title' | 'state' | 'standing'>[];
  readonly similar: readonly SimilarMatch[];
  readonly runbooks: readonly RoomRunbook[];
  readonly publicUrl: string;
}

const packMax = 18_000;
const rowsMax = 20;

/** What a team gets to read that is given an incident alone: what is known, who is affected, the evidence, what was like it, what to do. */
export function packOf({ incident, summary, impact, similar, runbooks, publicUrl }: Known): string {
  const hit = impact.filter(({ standing }) => standing !== 'not-hit');
  const pack = [
    `# ${incident.id}: ${oneLine(incident.title)}`,
    `${publicUrl}/incidents/${incident.id}`,
    part(
      'What is known',
      summary.lines.map(({ text, cites }) => `- ${oneLine(text)} [${cites.join(', ')}]`),
    ),
    part('Not known yet', unknownsOf(summary)),
    part(
      'Who is affected',
      hit
        .slice(0, rowsMax)
        .map(({ kind, title, state, standing }) => `- ${kind} ${oneLine(title)}: ${state}, ${standing}`),
    ),
    part(
      'Evidence',
      [
        ...incident.alertGroups.map(
          ({ title, firing, total }) => `- Alerts: ${oneLine(title)}, ${firing} of ${total} firing`,
        ),
        ...incident.alerts.map(({ title }) => `- Alert: ${oneLine(title)}`),
        ...incident.changes.map(
          ({ title, at }) => `- Change: ${oneLine(title)}${at === null ? '' : `, ${at}`}`,
        ),
      ].slice(0, rowsMax),
    ),
    part(
      'Similar incidents',
      similar
        .slice(0, 3)
        .map(
          ({ incidentId, title, fixed }) =>
            `- ${incidentId} ${oneLine(title)}${fixed === '' ? '' : `; fixed by: ${oneLine(fixed)}`}`,
        ),
    ),
    part(
      'Runbooks',
      runbooks
        .slice(0, 3)
        .map(
          ({ name, title, why }) => `- ${oneLine(title)} (${why.join('; ')}): ${publicUrl}/runbooks/${name}`,
        ),
    ),
  ];
  return cut(pack.filter((text) => text !== '').join('\n\n'));
}

/** Half of a line would say something else. */
function cut(text: string): string {
  if (text.length <= packMax) return text;
  return `${text.slice(0, text.lastIndexOf('\n', packMax))}\n\nThe rest stands in the room.`;
}

function unknownsOf({ slots }: Summary): string[] {
  return [
    ...(slots.cause === null ? ['- The cause'] : []),
    ...(slots.workaround === null ? ['- A way around it'] : []),
    ...(slots.next === null ? ['- What is done next'] : []),
  ];
}

function part(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
