import type { NewReport, ReportPart } from '@fieldmarshal/contract/insights';

export const partWords: Readonly<Record<ReportPart, string>> = {
  overview: 'Incidents',
  load: 'Load on people',
  noise: 'Noise and checks',
  objectives: 'Objectives',
};

/** `only team edge, SEV1`; nothing where nothing is left out. */
export function filterWords(filter: NewReport['filter']): string {
  const said = Object.entries(filter).flatMap(([name, value]) => (value ? [`${name} ${value}`] : []));
  return said.length === 0 ? '' : `, only ${said.join(', ')}`;
}

/** The part that an address names; the first where it names none. */
export function partOf(text: string | undefined): ReportPart {
  return text === 'load' || text === 'noise' || text === 'objectives' ? text : 'overview';
}
