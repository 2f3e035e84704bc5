import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { rulesFile } from '../prometheus/configuration.ts';

const seconds = z
  .string()
  .regex(/^\d+s$/)
  .transform((value) => Number.parseInt(value, 10));

const rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: seconds,
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
});
const file = z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(rule) })) });

/** An alerting rule of `demo/prometheus/rules.yml`; `for` in seconds. */
export type Rule = z.output<typeof rule>;

export function readRules(): Rule[] {
  return file.parse(parse(readFileSync(rulesFile, 'utf8'))).groups.flatMap((group) => group.rules);
}

/**
 * Fills in `{{ $labels.x }}` and `{{ $value | humanize… }}` as Prometheus does, as far as our rules use them.
 * Throws for any other template, so that a rule cannot outgrow the prober unnoticed.
 */
export function filledIn(template: string, labels: Readonly<Record<string, string>>, value: number): string {
  return template.replaceAll(/\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const label = /^\$labels\.(\w+)$/.exec(expression)?.[1];
    if (label !== undefined) return labels[label] ?? '';
    const format = formats[expression];
    if (!format) throw new Error(`The prober cannot fill in {{ ${expression} }}.`);
    return format(value);
  });
}

const formats: Readonly<Record<string, (value: number) => string>> = {
  '$value | humanizePercentage': (value) => `${significant(value * 100)}%`,
  '$value | humanizeDuration': duration,
  '$value | humanize1024': (value) =>
    value >= 1024 * 1024 ? `${significant(value / 1024 / 1024)}Mi` : `${significant(value / 1024)}ki`,
};

/** Four significant digits without trailing zeros, as Go's %.4g. */
function significant(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function duration(value: number): string {
  if (Math.abs(value) < 1) return `${significant(value * 1000)}ms`;
  if (Math.abs(value) < 60) return `${significant(value)}s`;
  const whole = Math.trunc(Math.abs(value));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor(whole / 3600) % 24;
  const minutes = Math.floor(whole / 60) % 60;
  const sign = value < 0 ? '-' : '';
  const short = `${minutes}m ${whole % 60}s`;
  if (days > 0) return `${sign}${days}d ${hours}h ${short}`;
  return hours > 0 ? `${sign}${hours}h ${short}` : `${sign}${short}`;
}
