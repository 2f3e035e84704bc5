import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { z } from 'zod';
import { mailServerProblem, pushServices, reachProblem } from '#delivery';
import { guardedFetch, OutboundError, tlsOptionsFor, type Config, type Env } from '#platform';
import { failed, notChecked, ok, warning, type Finding } from './core/finding.ts';
import { judgeCertificate } from './core/judge.ts';

const timeoutMs = 8_000;

/** The mail server takes us, as far as can be known without sending. */
export async function examineMail(config: Config): Promise<Finding> {
  const subject = 'mail server';
  if (config.smtpUrl === undefined)
    return warning(
      subject,
      'FIELDMARSHAL_SMTP_URL is not set: mail leaves only by providers, if there are any.',
      'Set it to smtp://user:password@host:port. Mail is what works when everything else is away.',
    );
  const host = URL.parse(config.smtpUrl)?.host ?? '';
  const problem = await mailServerProblem(config);
  if (problem === null) return ok(subject, `${host} lets us in.`);
  return failed(
    subject,
    `${host} cannot be used: ${problem}`,
    'Look at host, port, user and password in FIELDMARSHAL_SMTP_URL, and at firewalls between.',
  );
}

/** The services behind the devices that people have subscribed. */
export async function examinePush(env: Env): Promise<Finding> {
  const subject = 'push services';
  const services = await pushServices(env.databases.worker);
  if (services.length === 0) return notChecked(subject, 'Nobody has subscribed a device.');
  const problems = await Promise.all(
    services.map(async (origin) => reachProblem(origin, env.config.allowPrivateAddresses)),
  );
  const unreached = problems.filter((problem) => problem !== null);
  if (unreached.length === 0) return ok(subject, `${services.join(', ')} can be reached.`);
  return failed(
    subject,
    unreached.join(' '),
    'Let this server make connections to them on port 443; pages to these devices fail until then.',
  );
}

/** The address people and senders use: named, and with a certificate that holds. */
export async function examineAddress({ publicUrl, host }: Config, now: Date): Promise<Finding[]> {
  const subject = 'public address';
  const url = publicUrl === undefined ? null : URL.parse(publicUrl);
  if (url === null)
    return [
      warning(
        subject,
        'FIELDMARSHAL_PUBLIC_URL is not set: links in pages lead to the address this server listens on.',
        'Set it to how people reach this server, such as https://fieldmarshal.example.org.',
      ),
    ];
  const isLocal = /^(localhost|127\.|\[::1\])/.test(url.hostname);
  if (url.protocol === 'http:')
    return [
      isLocal
        ? ok(subject, `${url.origin}, for this machine only.`)
        : failed(
            subject,
            `${url.origin} is not encrypted${host === '127.0.0.1' ? '' : `, and the server listens on ${host}`}: passwords and keys can be read on the way.`,
            'Put a reverse proxy with a certificate before it, and set FIELDMARSHAL_PUBLIC_URL to https://….',
          ),
    ];
  return [await examineAnswer(url.origin), await examineCertificate(url, now)];
}

/** Whether it is Fieldmarshal that answers there: a proxy with another server behind it answers, too. */
export async function examineAnswer(origin: string): Promise<Finding> {
  const subject = 'public address';
  try {
    const { status, body } = await guardedFetch({
      ...{ url: `${origin}/readyz`, method: 'GET', headers: { 'user-agent': 'Fieldmarshal' } },
      ...{ timeoutMs, responseBytesMax: 64 * 1024, allowPrivate: true },
    });
    if (isReadiness(body)) return ok(subject, `${origin} answers.`);
    return failed(
      subject,
      `${origin}/readyz answers ${status}, but not as Fieldmarshal does.`,
      'Let this address lead to the server, its whole path and with no sign-in before it: people follow links to it, and senders come by it.',
    );
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.message.includes('certificate'))
      return notChecked(subject, 'Its certificate comes first: what answers there was not looked at.');
    const advice = 'Look at name, proxy and firewall: people follow links to this address.';
    return failed(subject, error.message, advice);
  }
}

function isReadiness(body: string): boolean {
  try {
    return z.object({ ready: z.boolean(), database: z.string() }).safeParse(JSON.parse(body)).success;
  } catch {
    return false;
  }
}

async function examineCertificate(url: URL, now: Date): Promise<Finding> {
  const seen = await seeCertificate(url.hostname, Number(url.port || 443)).catch(() => null);
  if (seen === null) return notChecked('certificate', `${url.host} does not speak TLS with us.`);
  return judgeCertificate(url.hostname, seen, now);
}

async function seeCertificate(
  host: string,
  port: number,
): Promise<{ validTo: Date; problem: string | null }> {
  return new Promise((resolve, reject) => {
    // Looked at, not trusted: nothing is sent over this connection.
    const bare = host.replaceAll(/[[\]]/g, '');
    const named = isIP(bare) === 0 ? { servername: bare } : {};
    const socket = connect({
      ...tlsOptionsFor(bare),
      ...{ host: bare, port, ...named, rejectUnauthorized: false, timeout: timeoutMs },
    });
    socket.once('secureConnect', () => {
      const { valid_to: validTo } = socket.getPeerCertificate();
      const error: unknown = socket.authorizationError;
      const problem = socket.authorized ? null : error instanceof Error ? error.message : String(error);
      socket.destroy();
      resolve({ validTo: new Date(validTo), problem });
    });
    socket.once('timeout', () => socket.destroy(new Error('timeout')));
    socket.once('error', reject);
  });
}
