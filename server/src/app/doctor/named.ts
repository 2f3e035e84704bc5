import { checkProviders, reachProblem } from '#delivery';
import { receiversOf, signInRules } from '#identity';
import { AppError, configureOutbound, type Config } from '#platform';
import { checkPolicy } from '#relay';
import { failed, notChecked, ok, type Finding } from './core/finding.ts';

/**
 * What the configuration names: files that are read, and addresses that are understood, as a start does it; with one that is wrong no server
 * starts. Also sets the way out, so that what is looked at later is reached as a server reaches it.
 */
export async function examineNamed(config: Config): Promise<Finding[]> {
  const { proxy, caFile, clientCertFile, signIn, auditStream, redaction, providers } = config;
  return [
    await looked(
      { subject: 'way out', names: [proxy && 'the proxy', caFile, clientCertFile], by: 'FIELDMARSHAL_PROXY' },
      () => configureOutbound(config),
    ),
    await looked({ subject: 'providers', names: [providers], by: 'FIELDMARSHAL_PROVIDERS' }, async () =>
      checkProviders(config),
    ),
    await looked(
      { subject: 'audit stream', names: [namesOf(config)], by: 'FIELDMARSHAL_AUDIT_STREAM' },
      () => {
        if (auditStream !== undefined) receiversOf(config);
      },
    ),
    await looked(
      { subject: 'redaction policy', names: [redaction], by: 'FIELDMARSHAL_REDACTION' },
      async () => checkPolicy(config),
      'Correct the file: nothing leaves this site without a policy.',
    ),
    await looked({ subject: 'sign-in', names: [signIn], by: 'FIELDMARSHAL_SIGN_IN' }, async () =>
      signInRules(config),
    ),
    ...(await examineIssuers(config)),
  ];
}

interface Look {
  readonly subject: string;
  /** What is named, for people; nothing of it: there is nothing to look at. */
  readonly names: readonly (string | undefined)[];
  readonly by: string;
}

async function looked(
  { subject, names, by }: Look,
  look: () => unknown,
  advice = 'Correct it; a server does not start with it.',
): Promise<Finding> {
  try {
    await look();
  } catch (error) {
    if (error instanceof AppError) return failed(subject, error.publicMessage, advice);
    return failed(subject, error instanceof Error ? error.message : String(error), advice);
  }
  const named = names.filter((name) => name !== undefined && name !== '');
  if (named.length === 0) return notChecked(subject, `${by} is not set.`);
  return ok(subject, `${named.join(', ')}: read and understood.`);
}

/** Addresses without what may be secret in them; empty where they cannot be understood, which is told as what failed. */
function namesOf(config: Config): string | undefined {
  try {
    return receiversOf(config)
      .map(({ name }) => name)
      .join(', ');
  } catch {
    return undefined;
  }
}

/** Whether the identity providers answer: without them nobody but emergency accounts gets in. */
async function examineIssuers(config: Config): Promise<Finding[]> {
  const rules = await signInRules(config).catch(() => null);
  return Promise.all(
    (rules?.providers ?? []).map(async ({ name, issuer, allowPrivate }) => {
      const subject = `provider ${name}`;
      const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const problem = await reachProblem(address, allowPrivate || config.allowPrivateAddresses);
      return problem === null
        ? ok(subject, `${issuer} answers.`)
        : failed(
            subject,
            problem,
            'Look at issuer, name, proxy and firewall; until then only passwords, passkeys and links let people in.',
          );
    }),
  );
}
