import { createServer } from 'node:net';
import {
  applicationNames,
  applicationPort,
  environmentNames,
  ports,
  productNames,
  productPort,
} from '../ports.ts';

interface Place {
  port: number;
  what: string;
}

/** Every port the demo will listen on, and for what. */
export function places({ withSite = false } = {}): Place[] {
  return [
    { port: ports.fieldmarshal, what: 'Fieldmarshal' },
    ...(withSite
      ? [
          { port: ports.site, what: 'the site' },
          { port: ports.siteMail, what: 'the mail page of the site' },
        ]
      : []),
    { port: ports.control, what: 'the fault page' },
    { port: ports.mailPage, what: 'the mail page' },
    { port: ports.smtp, what: 'the mail catcher' },
    { port: ports.prometheus, what: 'Prometheus' },
    ...environmentNames.flatMap((environment) => [
      ...applicationNames.map((name) => ({
        port: applicationPort(environment, name),
        what: `${name} in ${environment}`,
      })),
      ...productNames.map((name) => ({
        port: productPort(environment, name),
        what: `${name} in ${environment}`,
      })),
    ]),
  ];
}

/** One sentence on the ports that somebody else holds; `null` when all are free. */
export async function takenPorts(wanted: readonly Place[]): Promise<string | null> {
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
  const taken = wanted.filter((_, index) => free[index] === false);
  const [first] = taken;
  if (!first) return null;
  const others = taken.length > 1 ? `, and ${taken.length - 1} more of ours` : '';
  return `Port ${first.port} is taken${others}; the demo needs it for ${first.what}. Perhaps a demo runs already: look at http://127.0.0.1:${ports.fieldmarshal}, or end what listens there (on Linux “ss -ltnp sport = :${first.port}” names it), then start again.`;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
