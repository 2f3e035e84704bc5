import type { CheckSpec } from '@fieldmarshal/contract/checks';
import { quoted } from '@fieldmarshal/contract/text/quoted';
import { z } from 'zod';

/** What the alert of a cell says. */
export const cellAlert = z.object({
  kind: z.enum(['failing', 'imminent']),
  run: z.string(),
  products: z.array(z.string()),
  step: z.string().nullable(),
  reason: z.string(),
});
export type CellAlert = z.infer<typeof cellAlert>;

/** What to tell, in this order. */
export interface AlertChange {
  readonly action: 'fire' | 'resolve';
  readonly alert: CellAlert;
}

/** From what an alert says to what it should say; a repeat that blames the same product and step is not worth telling. */
export function alertChanges(before: CellAlert | null, wanted: CellAlert | null): AlertChange[] {
  if (before === null) return wanted === null ? [] : [{ action: 'fire', alert: wanted }];
  if (wanted === null) return [{ action: 'resolve', alert: before }];
  if (before.kind !== wanted.kind)
    return [
      { action: 'resolve', alert: before },
      { action: 'fire', alert: wanted },
    ];
  const isSame = before.products[0] === wanted.products[0] && before.step === wanted.step;
  return isSame ? [] : [{ action: 'fire', alert: wanted }];
}

/** The words in which senders say how bad something is, which routes turn back into a severity. */
const severityWords = { SEV1: 'critical', SEV2: 'major', SEV3: 'warning', SEV4: 'info' } as const;

export interface Cell {
  readonly check: string;
  readonly environment: string;
}

export interface AlertText {
  readonly key: string;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What every alert of a cell says of it, whatever it found. */
export function cellLabels({ check, environment }: Cell, type: string): Readonly<Record<string, string>> {
  return { check, check_type: type, environment };
}

/** The alert as routes and people see it. What is imminent is a warning unless the check says otherwise. */
export function alertText({ check, environment }: Cell, alert: CellAlert, spec: CheckSpec): AlertText {
  const { kind, run, products, step, reason } = alert;
  const name = spec.displayName ?? check;
  const severity = spec.severity ? severityWords[spec.severity] : kind === 'imminent' ? 'warning' : null;
  return {
    key: `check ${kind} ${environment} ${check}`,
    title:
      kind === 'failing'
        ? `${quoted(name)} fails in ${environment}${step === null ? '' : ` at ${quoted(cut(step))}`}`
        : `${name} in ${environment}: ${reason}`,
    labels: {
      alertname: kind === 'failing' ? 'CheckFailing' : 'CheckImminent',
      ...cellLabels({ check, environment }, spec.probe.type),
      ...(products[0] === undefined ? {} : { product: products[0] }),
      ...(products.length > 1 ? { products: products.join(',') } : {}),
      ...(spec.workflow === undefined ? {} : { workflow: spec.workflow }),
      run,
      ...(step === null ? {} : { step: cut(step) }),
      ...(severity === null ? {} : { severity }),
    },
    annotations: { description: reason },
  };
}

function cut(text: string): string {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return line.length <= 120 ? line : `${line.slice(0, 119).toWellFormed()}…`;
}
