import { fold, put, setFirst, type Fold } from './fold.ts';
import type { EventData, StoredEvent } from '../events/events.ts';
import type { ImpactDecided, Incident } from '../state-schema.ts';

type Row = EventData<'impact-decided@1'>['rows'][number];

const keyOf = ({ kind, name }: Pick<ImpactDecided, 'kind' | 'name'>): string => `${kind}:${name}`;

/** What people decided about impact, what was assessed last, and which severity is proposed. */
export const impactFolds = {
  'impact-decided@1': fold('impact-decided@1', {
    thing: () => 'impact',
    apply: (incident, { rows }, event) => {
      const decisions = rows.reduce(
        (known, row) => decided(known, row, event),
        incident.impact.decisions as readonly ImpactDecided[],
      );
      const changed = { ...incident, impact: { ...incident.impact, decisions: [...decisions] } };
      return event.actor.person === null ? changed : setFirst(changed, 'impact', event);
    },
    back: ({ impact }, { rows }) => {
      const before = new Map(impact.decisions.map((each) => [keyOf(each), each]));
      const restored = rows.map((row) => before.get(keyOf(row)) ?? { ...row, decision: 'cleared' as const });
      return { type: 'impact-decided', version: 1, data: { rows: restored } };
    },
  }),
  'impact-assessed@1': fold('impact-assessed@1', {
    apply: (incident, { assessment, summary }, { at }) =>
      withImpact(incident, { assessed: { assessment, summary, at } }),
  }),
  'impact-late@1': fold('impact-late@1', {
    apply: (incident) => withImpact(incident, { late: incident.impact.late + 1 }),
  }),
  'data-loss-set@1': fold('data-loss-set@1', {
    thing: () => 'data-loss',
    apply: (incident, { lost }) => withImpact(incident, { dataLoss: lost }),
    back: ({ impact }) => ({
      type: 'data-loss-set',
      version: 1,
      data: { lost: impact.dataLoss, reason: '' },
    }),
  }),
  'workaround-set@1': fold('workaround-set@1', {
    thing: ({ language }) => `workaround:${language}`,
    apply: (incident, { language, text }, { at, actor }) => {
      const others = incident.impact.workarounds.filter((each) => each.language !== language);
      const given = text === '' ? [] : [{ language, text, by: actor.name, at }];
      return withImpact(incident, { workarounds: [...others, ...given] });
    },
    back: ({ impact }, { language }) => {
      const text = impact.workarounds.find((each) => each.language === language)?.text ?? '';
      return { type: 'workaround-set', version: 1, data: { language, text } };
    },
  }),
  'severity-proposed@1': fold('severity-proposed@1', {
    apply: (incident, { severity, reason, rule }, { at }) =>
      withImpact(incident, { proposal: { severity, reason, rule, at, answered: false } }),
  }),
  'severity-kept@1': fold('severity-kept@1', {
    apply: (incident) => answered(incident),
  }),
} satisfies Record<string, Fold>;

/** A severity set by whoever answers what is proposed. */
export function answered(incident: Incident): Incident {
  const { proposal } = incident.impact;
  return proposal === null ? incident : withImpact(incident, { proposal: { ...proposal, answered: true } });
}

function withImpact(incident: Incident, change: Partial<Incident['impact']>): Incident {
  return { ...incident, impact: { ...incident.impact, ...change } };
}

function decided(
  known: readonly ImpactDecided[],
  { kind, name, title, state, decision, reason, by, at }: Row,
  event: StoredEvent,
): ImpactDecided[] {
  const others = known.filter((each) => keyOf(each) !== keyOf({ kind, name }));
  if (decision === 'cleared') return others;
  const made = { kind, name, title, state, decision, reason, by: by ?? event.actor.name, at: at ?? event.at };
  return put(known, made, keyOf);
}
