import {
  AppError,
  artefactOrigin,
  connectTo,
  createLog,
  notifyPublisher,
  openDatabases,
  reactionTable,
  systemClock,
  withDatabase,
  type Config,
  type Env,
} from '#platform';
import { failed, notChecked, ok, warning, type Finding } from './core/finding.ts';
import { examineNamed } from './named.ts';
import { examineAddress, examineMail, examinePush } from './network.ts';
import { examineDefaultPolicy } from './paging.ts';
import { examineReach } from './reach.ts';
import { examineDatabase, examineDisk, examineSecrets } from './storage.ts';

export type { Finding } from './core/finding.ts';

/** Looks at everything a server with this configuration needs, beside a running one or without. Changes nothing and never throws for what it finds. */
export async function examine(config: Config): Promise<Finding[]> {
  // First: it says by which way the others are reached.
  const named = await examineNamed(config);
  const [outside, inside] = await Promise.all([
    Promise.all([
      examineReach(config),
      examineMail(config),
      examineDisk(config),
      examineAddress(config, systemClock.now()),
    ]),
    examineInside(config),
  ]);
  return [...examineConfiguration(config), ...named, ...outside.flat(), ...inside];
}

function examineConfiguration(config: Config): Finding[] {
  const subject = 'configuration';
  const findings: Finding[] = [];
  if (config.databaseUrl === undefined && config.role !== 'all')
    findings.push(
      failed(
        subject,
        `The role is ${config.role}, and the embedded database belongs to one process.`,
        'Set DATABASE_URL for several processes, or leave the role at all.',
      ),
    );
  if (config.databaseUrl !== undefined && config.secretKey === undefined)
    findings.push(
      warning(
        subject,
        'Secrets are sealed with a key file of this machine.',
        'Set FIELDMARSHAL_SECRET_KEY, the same for every process, before a second one runs. What the file sealed stays open here, and is sealed anew within an hour; keep the file until then.',
      ),
    );
  if (isAlone(config))
    findings.push(
      warning(
        subject,
        'Traces, pictures and files of runs are shown at the address of the application, in a sandbox.',
        'Let another host name lead to this server, and set FIELDMARSHAL_ARTEFACT_URL to it.',
      ),
    );
  if (config.deadManUrl === undefined)
    findings.push(
      warning(
        subject,
        'Nobody outside notices when this server is gone.',
        'Set FIELDMARSHAL_DEAD_MAN_URL, or run "fieldmarshal watch" on another machine.',
      ),
    );
  return findings.length === 0 ? [ok(subject, 'It is complete.')] : findings;
}

/** Whether what came from outside has no origin of its own. */
function isAlone({ artefactUrl, publicUrl }: Config): boolean {
  if (artefactUrl !== undefined || publicUrl === undefined) return false;
  const { host, hostname, protocol } = new URL(publicUrl);
  return (
    artefactOrigin(
      { artefactUrl },
      { host, hostname, protocol: protocol === 'https:' ? 'https' : 'http', headers: {} },
    ) === null
  );
}

async function examineInside(config: Config): Promise<Finding[]> {
  try {
    return await withDatabase(config, async (connection) => {
      // A connection that cannot be made is told in a sentence of its own.
      await (await connectTo(connection, 'fieldmarshal doctor')).end();
      const env = doctorEnv(config, openDatabases(connection, createLog('silent')));
      try {
        const found = await examineDatabase(env);
        const isFilled = found.some(({ subject, state }) => subject === 'schema' && state === 'ok');
        if (isFilled)
          return [
            ...found,
            await examineDefaultPolicy(env),
            await examineSecrets(env),
            await examinePush(env),
          ];
        return [...found, ...['default policy', 'secrets', 'push services'].map(afterSchema)];
      } finally {
        await env.databases.close();
      }
    });
  } catch (error) {
    const rest = [
      ...['database settings', 'connections', 'schema', 'clocks', 'zone data', 'queue'],
      ...['default policy', 'secrets', 'push services'],
    ];
    return [
      databaseFinding(error),
      ...rest.map((subject) => notChecked(subject, 'The database comes first.')),
    ];
  }
}

function afterSchema(subject: string): Finding {
  return notChecked(subject, 'The schema comes first.');
}

function databaseFinding(error: unknown): Finding {
  if (error instanceof AppError && error.code === 'not-found')
    return notChecked('database', error.publicMessage);
  return failed(
    'database',
    error instanceof AppError ? error.publicMessage : `It does not answer: ${sentenceOf(error)}`,
    'Look at DATABASE_URL, and at the log of PostgreSQL (<data>/log/postgresql.log for the embedded one).',
  );
}

function doctorEnv(config: Config, databases: Env['databases']): Env {
  return {
    config,
    databases,
    log: createLog('silent'),
    clock: systemClock,
    reactions: reactionTable([]),
    live: notifyPublisher,
    handover: null,
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
