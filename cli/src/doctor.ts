import type { Finding } from '@fieldmarshal/server/doctor';
import type { ServeFlags } from './serve.ts';

interface DoctorFlags extends ServeFlags {
  readonly json: boolean;
  readonly strict: boolean;
}

const words = { ok: 'ok', warning: 'warning', failed: 'FAILED', 'not-checked': '–' } as const;

/** Looks at all that a server needs, and says what to do. Exit code 1 where something failed; with `--strict` also after a warning. */
export async function doctor({ json, strict, ...flags }: DoctorFlags): Promise<void> {
  const findings = await findAll(flags);
  const isBad = findings.some(({ state }) => state === 'failed' || (strict && state === 'warning'));
  console.log(json ? JSON.stringify({ ok: !isBad, findings }, null, 2) : tableOf(findings));
  if (isBad) process.exitCode = 1;
}

async function findAll(flags: ServeFlags): Promise<Finding[]> {
  const { examine, readConfig, unknownVariables } = await import('@fieldmarshal/server/doctor');
  try {
    const found = await examine(readConfig(process.env, { ...flags }));
    return [...unknownVariables(process.env).map(misspelt), ...found];
  } catch (error) {
    if (!(error instanceof Error && 'publicMessage' in error)) throw error;
    const advice = 'Correct it; docs/configuration.md has every variable. Nothing else was looked at.';
    return [{ subject: 'configuration', state: 'failed', found: error.message, advice }];
  }
}

function misspelt(variable: string): Finding {
  const advice = 'Look at its spelling in docs/configuration.md, or remove it.';
  return { subject: 'configuration', state: 'warning', found: `${variable} means nothing.`, advice };
}

function tableOf(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ subject, state, found, advice }) => [
    `${words[state].padEnd(8)} ${subject.padEnd(18)} ${found}`,
    ...(advice === null ? [] : [`${' '.repeat(28)}→ ${advice}`]),
  ]);
  const count = (wanted: Finding['state']): number => findings.filter(({ state }) => state === wanted).length;
  return [
    ...lines,
    '',
    `${count('failed')} failed, ${count('warning')} to look at, ${count('ok')} well.`,
  ].join('\n');
}
