import type { Command, CommandOf } from './command.ts';
import { accept, refuse, type Decision } from './decision.ts';
import { incidentLimits } from '../limits.ts';
import type { Incident } from '../state-schema.ts';

const types = [
  'decide-impact',
  'set-data-loss',
  'set-workaround',
  'record-impact',
  'record-impact-late',
  'propose-severity',
  'keep-severity',
] as const;
export type ImpactCommand = Extract<Command, { type: (typeof types)[number] }>;

export function isOnImpact(command: Command): command is ImpactCommand {
  return types.some((type) => type === command.type);
}

export function decideOnImpact(incident: Incident, command: ImpactCommand): Decision {
  switch (command.type) {
    case 'decide-impact':
      return decideImpact(incident, command);
    case 'set-data-loss':
      return setDataLoss(incident, command);
    case 'set-workaround':
      return setWorkaround(incident, command);
    case 'record-impact':
      return recordImpact(incident, command);
    case 'record-impact-late':
      return accept({ type: 'impact-late', version: 1, data: { minutes: command.minutes } });
    case 'propose-severity':
      return proposeSeverity(incident, command);
    case 'keep-severity':
      return keepSeverity(incident, command);
  }
}

/** What is so already is left out; rows that nobody decided about are not cleared. */
function decideImpact(incident: Incident, { rows, reason }: CommandOf<'decide-impact'>): Decision {
  const known = new Map(incident.impact.decisions.map((each) => [`${each.kind}:${each.name}`, each]));
  const fresh = rows.filter(({ kind, name, state, decision }) => {
    const before = known.get(`${kind}:${name}`);
    if (decision === 'cleared') return before !== undefined;
    return before?.decision !== decision || before.state !== state;
  });
  if (fresh.length === 0) return accept();
  if (known.size + fresh.length > incidentLimits.impactRows)
    return refuse('too-many', `At most ${incidentLimits.impactRows} rows of impact can be decided on.`);
  const data = { rows: fresh.map((row) => ({ ...row, reason, by: null, at: null })) };
  return accept({ type: 'impact-decided', version: 1, data });
}

function setDataLoss(incident: Incident, { lost, reason }: CommandOf<'set-data-loss'>): Decision {
  if (incident.impact.dataLoss === lost) return accept();
  return accept({ type: 'data-loss-set', version: 1, data: { lost, reason } });
}

function setWorkaround(incident: Incident, { language, text }: CommandOf<'set-workaround'>): Decision {
  const known = incident.impact.workarounds.find((each) => each.language === language)?.text ?? '';
  if (known === text) return accept();
  if (known === '' && incident.impact.workarounds.length >= incidentLimits.languages)
    return refuse('too-many', `At most ${incidentLimits.languages} languages can have a workaround.`);
  return accept({ type: 'workaround-set', version: 1, data: { language, text } });
}

function recordImpact(incident: Incident, command: CommandOf<'record-impact'>): Decision {
  const { assessment, summary, changes, more } = command;
  if ((incident.impact.assessed?.assessment ?? 0) >= assessment) return accept();
  const data = { assessment, summary, changes: [...changes], more };
  return accept({ type: 'impact-assessed', version: 1, data });
}

/** The same is not proposed again, whether or not it was answered. */
function proposeSeverity(
  incident: Incident,
  { severity, reason, rule }: CommandOf<'propose-severity'>,
): Decision {
  if (incident.impact.proposal?.severity === severity) return accept();
  return accept({ type: 'severity-proposed', version: 1, data: { severity, reason, rule } });
}

function keepSeverity(incident: Incident, { reason }: CommandOf<'keep-severity'>): Decision {
  const { proposal } = incident.impact;
  if (proposal === null || proposal.answered) return accept();
  return accept({ type: 'severity-kept', version: 1, data: { severity: proposal.severity, reason } });
}
