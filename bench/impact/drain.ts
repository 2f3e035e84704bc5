import { get, type Agent } from 'node:http';

interface Asked {
  readonly url: string;
  readonly token: string;
  readonly agent: Agent;
}

/**
 * Milliseconds from a question until the last byte of its answer. The answer is not read: parsing a thousand rows makes this process
 * collect its memory, and its pauses of 30 ms would be taken for the server's. Throws where the answer is not 200.
 */
export async function answeredMs({ url, token, agent }: Asked): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - start);
        else reject(new Error(`${url}: ${response.statusCode}`));
      });
      response.on('error', reject).resume();
    }).on('error', reject);
  });
}
