import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { holdBack, isHeldBack } from './hold-back.ts';

const forEver = 24 * 60 * 60 * 1_000;
const guess = 'POST /guess HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n[]';
const answer = 'HTTP/1.1 429 Too many\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno';

test('of a pipeline of guesses one is answered and nothing more is read, while others are served', async () => {
  const seen: string[] = [];
  const server = http.createServer((request, response) => {
    if (isHeldBack(request)) return;
    seen.push(request.url ?? '');
    if (request.url === '/guess') holdBack(request, answer, forEver);
    else response.end();
  });
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
  try {
    socket.write(guess.repeat(100));
    await once(socket, 'data');
    for (let more = 0; more < 5; more += 1) {
      socket.write(guess.repeat(1_000));
      // Goes to the server and back, so what was written before has long arrived.
      await fetch(`http://127.0.0.1:${port}/good`);
    }
    expect(seen.filter((url) => url === '/guess')).toHaveLength(1);
    expect(seen.filter((url) => url === '/good')).toHaveLength(5);
    expect(heard).toBe(answer);
    expect(socket.bytesWritten).toBeGreaterThan(0);
  } finally {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  }
});

test('the connection is closed after its time', async () => {
  const server = http.createServer((request) => holdBack(request, answer, 1));
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port).on('error', () => undefined);
  socket.write(guess);
  socket.resume();
  await once(socket, 'close');
  server.close();
  await once(server, 'close');
  expect(server.listening).toBe(false);
});
