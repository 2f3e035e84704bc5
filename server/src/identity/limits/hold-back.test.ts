import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { holdBack } from './hold-back.ts';

const forEver = 24 * 60 * 60 * 1_000;
const guess = 'POST /guess HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n[]';

test('after its answer nothing more is read from a connection that guesses, while others are served', async () => {
  const served: string[] = [];
  const server = http.createServer((request, response) => {
    served.push(request.url ?? '');
    if (request.url === '/guess') holdBack(request, response, forEver);
    response.end();
  });
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port);
  try {
    // What came in one piece is answered; of what comes after that nothing is.
    socket.write(guess + guess);
    for (let answers = 0; answers < 2;) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      answers += chunk.toString().split('HTTP/1.1 200').length - 1;
    }
    socket.write(guess);
    // Each goes to the server and back, so the one before has long arrived.
    for (let other = 0; other < 20; other += 1) await fetch(`http://127.0.0.1:${port}/good`);
    expect(served.filter((url) => url === '/guess')).toHaveLength(2);
    expect(served.filter((url) => url === '/good')).toHaveLength(20);
  } finally {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  }
});
