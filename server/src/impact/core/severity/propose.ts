import { counted } from '@fieldmarshal/contract/text/counted';
import { severityRulesSpec, type SeverityRule } from '@fieldmarshal/contract/catalog';
import type { Severity } from '@fieldmarshal/contract';
import type { ImpactRow, ImpactTotals } from '@fieldmarshal/contract/impact';
import { isCounted } from '../record/row.ts';
import shipped from './default-rules.json' with { type: 'json' };

/** The table of this version; a `SeverityRules` object of the catalog takes its place. */
export const shippedRules: readonly SeverityRule[] = severityRulesSpec.parse(shipped).rules;

export interface Proposing {
  readonly rows: readonly ImpactRow[];
  readonly totals: ImpactTotals;
  readonly dataLoss: boolean | null;
  /** What whoever declared it gave; never gone below. */
  readonly reported: Severity | null;
}

export interface Proposal {
  readonly severity: Severity;
  readonly reason: string;
  readonly rule: string;
}

/** The severity that the table gives, and why; null where no rule holds. */
export function proposeSeverity(rules: readonly SeverityRule[], about: Proposing): Proposal | null {
  for (const { name, severity, when } of rules) {
    const hit = matching(when, about);
    if (hit === null) continue;
    const { reported } = about;
    // SEV1 sorts before SEV4: the smaller text is the worse severity.
    const floored = reported !== null && reported < severity ? reported : severity;
    const floor = floored === severity ? '' : `; not below ${floored}, as it was reported`;
    return { severity: floored, rule: name, reason: `${name}: ${reasonOf(hit, about)}${floor}` };
  }
  return null;
}

/** What a rule holds of, worst first; null where it does not hold. */
function matching(when: SeverityRule['when'], { rows, totals, dataLoss }: Proposing): ImpactRow[] | null {
  const { criticality, states, environments, customers, usersPerHour } = when;
  const hit = rows.filter(
    (row) =>
      isCounted(row) &&
      (criticality === undefined || (row.criticality ?? Infinity) <= criticality) &&
      (states === undefined || states.some((state) => state === row.state)),
  );
  const needsRow = criticality !== undefined || states !== undefined;
  const holds =
    (!needsRow || hit.length > 0) &&
    totals.environments.hit >= (environments ?? 0) &&
    totals.customers.hit >= (customers ?? 0) &&
    (totals.usersPerHour ?? 0) >= (usersPerHour ?? 0) &&
    (when.dataLoss === undefined || dataLoss === true);
  return holds ? hit : null;
}

function reasonOf(hit: readonly ImpactRow[], { totals, dataLoss }: Proposing): string {
  const [worst] = hit;
  const what = worst === undefined ? [] : [`${worst.title} is ${worst.state.replace('-', ' ')}`];
  const count = (n: number, one: string): string[] => (n === 0 ? [] : [counted(n, one)]);
  const breadth = [
    ...count(totals.environments.hit, 'environment'),
    ...count(totals.customers.hit, 'customer'),
    ...(totals.usersPerHour === null ? [] : [`${totals.usersPerHour} users/h`]),
  ];
  return [...what, ...breadth, ...(dataLoss === true ? ['data was lost'] : [])].join(', ');
}
