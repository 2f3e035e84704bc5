import type { IncidentSummary } from '@fieldmarshal/contract/incidents/room';
import type { Brief, BriefSection } from '@fieldmarshal/contract/oncall/handover';
import { utcMinute } from '@fieldmarshal/contract/text';

type OpenIncident = Pick<
  IncidentSummary,
  | 'id'
  | 'title'
  | 'severity'
  | 'state'
  | 'declaredAt'
  | 'changedAt'
  | 'acknowledgedAt'
  | 'fieldMarshal'
  | 'updateDue'
  | 'drill'
>;

/** What the brief is made of, as it was read at `at`. */
export interface BriefFacts {
  readonly at: Date;
  /** Worst first. */
  readonly incidents: readonly OpenIncident[];
  /** Holes of schedules until the end of the next shift. */
  readonly holes: readonly {
    readonly schedule: string;
    readonly title: string;
    readonly from: number;
    readonly to: number;
  }[];
  readonly unreachable: readonly { readonly displayName: string; readonly why: readonly string[] }[];
  readonly disconnected: readonly { readonly name: string; readonly title: string }[];
  /** Of the last hours and planned, in order of time. */
  readonly changes: readonly {
    readonly summary: string;
    readonly product: string | null;
    readonly environment: string | null;
    readonly at: string;
  }[];
  readonly silences: readonly {
    readonly kind: 'silence' | 'maintenance';
    readonly title: string;
    readonly matchers: readonly string[];
    readonly products: readonly string[];
    readonly environments: readonly string[];
    readonly startsAt: string;
    readonly endsAt: string;
  }[];
}

const linesMax = 30;
/** An incident in which nothing has happened for this long has stalled. */
const stalledMs = 3_600_000;
const calmStates = new Set(['monitoring', 'resolved', 'reviewed']);

type Line = BriefSection['lines'][number];

/** Says what is going on, the same for the same facts: six sections, always in this order, each line with an address. */
export function composeBrief(facts: BriefFacts): Brief {
  const now = facts.at.getTime();
  return {
    at: facts.at.toISOString(),
    sections: [
      section('incidents', 'Open incidents', {
        lines: facts.incidents.map((incident) => incidentLine(incident)),
        none: 'No incident is open.',
      }),
      section('promises', 'Promises', {
        lines: facts.incidents.flatMap((incident) => promiseLine(incident, now)),
        none: 'No update is promised.',
      }),
      section('risks', 'Risks', {
        lines: [
          ...facts.incidents.flatMap((incident) => riskLines(incident, now)),
          ...facts.holes.map((hole) => holeLine(hole)),
          ...facts.unreachable.map(({ displayName, why }) => ({
            text: `${displayName} is on call and may not be reached: ${why.join(' ')}`,
            href: '/oncall',
          })),
        ],
        none: 'Nothing stalls, no hole is ahead in the next shift, and everybody on call can be reached.',
      }),
      section('environments', 'Environments cut off', {
        lines: facts.disconnected.map(({ name, title }) => ({
          text: `${title} is disconnected: what is known of it is what it last told.`,
          href: `/catalog/Environment/${encodeURIComponent(name)}`,
        })),
        none: 'No environment is cut off.',
      }),
      section('changes', 'Changes', {
        lines: facts.changes.map((change) => changeLine(change, now)),
        none: 'No change in the last hours, and none planned.',
      }),
      section('silences', 'Silences and maintenance', {
        lines: facts.silences.map((silence) => silenceLine(silence)),
        none: 'Nothing is silenced, and no maintenance is going on.',
      }),
    ],
  };
}

/** Facts and note as plain text. */
export function briefText({ at, sections }: Brief, note: string): string {
  const parts = sections.map(({ title, lines, more, none }) =>
    [
      title,
      ...(lines.length === 0 ? [`- ${none}`] : lines.map(({ text }) => `- ${text}`)),
      ...(more === 0 ? [] : [`- and ${more} more`]),
    ].join('\n'),
  );
  const said = note === '' ? [] : [`Note of who hands over\n${note}`];
  return [`As of ${utcMinute(at)}`, ...said, ...parts].join('\n\n');
}

function section(
  key: BriefSection['key'],
  title: string,
  { lines, none }: { lines: readonly Line[]; none: string },
): BriefSection {
  const shown = lines.slice(0, linesMax);
  return { key, title, lines: shown, more: lines.length - shown.length, none };
}

function incidentLine({ id, title, severity, state, fieldMarshal, updateDue, drill }: OpenIncident): Line {
  const lead = fieldMarshal === null ? 'no Field Marshal' : `led by ${fieldMarshal.name}`;
  const update = updateDue === null ? 'no update promised' : `next update ${utcMinute(updateDue)}`;
  const name = drill ? `${id} (drill)` : id;
  return {
    text: `${name} ${title}: ${severity ?? 'not assessed'}, ${state}, ${lead}, ${update}`,
    href: incidentHref(id),
  };
}

function promiseLine({ id, updateDue }: OpenIncident, now: number): Line[] {
  if (updateDue === null) return [];
  const late = Date.parse(updateDue) < now ? ', which is late' : '';
  return [{ text: `An update of ${id} is due ${utcMinute(updateDue)}${late}`, href: incidentHref(id) }];
}

function riskLines({ id, acknowledgedAt, declaredAt, changedAt, state }: OpenIncident, now: number): Line[] {
  const href = incidentHref(id);
  if (acknowledgedAt === null)
    return [{ text: `Nobody has acknowledged ${id} since ${utcMinute(declaredAt)}`, href }];
  if (calmStates.has(state) || now - Date.parse(changedAt) < stalledMs) return [];
  return [{ text: `${id} has stalled: nothing has happened since ${utcMinute(changedAt)}`, href }];
}

function holeLine({ schedule, title, from, to }: BriefFacts['holes'][number]): Line {
  return {
    text: `Nobody of the rota of ${title} is on call ${utcMinute(from)} to ${utcMinute(to)}`,
    href: `/oncall/${encodeURIComponent(schedule)}`,
  };
}

function changeLine({ summary, product, environment, at }: BriefFacts['changes'][number], now: number): Line {
  const where = [product, environment].filter((name) => name !== null).join(' in ');
  const planned = Date.parse(at) > now ? 'planned for ' : '';
  return {
    text: `${where === '' ? '' : `${where}: `}${summary}, ${planned}${utcMinute(at)}`,
    href: product === null ? '/catalog' : `/catalog/Product/${encodeURIComponent(product)}`,
  };
}

function silenceLine(silence: BriefFacts['silences'][number]): Line {
  const { kind, title, matchers, products, environments, startsAt, endsAt } = silence;
  const about = [...products, ...environments, ...matchers].join(', ');
  const word = kind === 'silence' ? 'Silence' : 'Maintenance';
  const named = title === '' ? word : `${word} "${title}"`;
  return {
    text: `${named}${about === '' ? '' : ` (${about})`}, ${utcMinute(startsAt)} to ${utcMinute(endsAt)}`,
    href: '/alerts',
  };
}

function incidentHref(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`;
}
