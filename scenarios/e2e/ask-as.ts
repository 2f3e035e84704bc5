import { request, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks a server under another name of it, as a browser does that was told where the name leads; follows no redirect. */
export async function askAs(
  host: string,
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { hostname, port, pathname, search } = new URL(address);
  const path = pathname + search;
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path, headers: { host: `${host}:${port}`, ...headers } },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    sent.on('error', reject).end();
  });
}
