import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finish, Project } from '@fieldmarshal/runner';
import { Refusal } from '../failure.ts';
import { openProject } from './open-project.ts';
import { runText } from './say-run.ts';

interface TestOptions {
  readonly environment?: string | undefined;
  readonly only?: string | undefined;
  readonly output?: string | undefined;
}

/** Runs the checks of a project here, from its bundle, as a runner does; exit code 1 when one fails. */
export async function testChecks(directory: string, options: TestOptions): Promise<void> {
  const { runHere, variablesFor } = await import('@fieldmarshal/runner');
  const project = await openProject(directory, options.environment);
  try {
    const environment = environmentOf(project, options.environment);
    const counts = { passed: 0, flaky: 0, failed: 0 };
    await runHere(project, {
      environment,
      variables: variablesFor(project.file, environment),
      secrets: secretsOf(project),
      isWanted: ({ name }) => name.includes(options.only ?? ''),
      onFinish: (check, finish) => {
        counts[finish.report.verdict] += 1;
        console.log(runText(check, finish));
        if (options.output !== undefined) save(join(options.output, check.name), finish);
      },
    });
    if (counts.passed + counts.flaky + counts.failed === 0) {
      throw new Refusal(`No check of ${directory} has "${options.only ?? ''}" in its name.`);
    }
    console.log(`${counts.passed} passed, ${counts.flaky} flaky, ${counts.failed} failed in ${environment}.`);
    if (counts.failed > 0) process.exitCode = 1;
  } finally {
    project.close();
  }
}

function environmentOf({ file }: Project, wanted: string | undefined): string {
  const names = file.environments.map(({ environment }) => environment);
  if (wanted === undefined) return names[0] ?? 'local';
  if (names.length === 0 || names.includes(wanted)) return wanted;
  throw new Refusal(`--environment must be one of ${names.join(', ')}, not "${wanted}".`);
}

/** Here they come from the environment of the command, by their names. */
function secretsOf({ file }: Project): Record<string, string> {
  const missing = file.secrets.filter((name) => (process.env[name] ?? '') === '');
  if (missing.length > 0) {
    throw new Refusal(
      `The project names secrets that have no value here: set ${missing.join(', ')} as environment variables.`,
    );
  }
  return Object.fromEntries(file.secrets.map((name) => [name, process.env[name] ?? '']));
}

function save(directory: string, { report, artefacts }: Finish): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  for (const { announced, bytes } of artefacts) writeFileSync(join(directory, announced.name), bytes);
}
