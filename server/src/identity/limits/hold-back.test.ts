import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { holdBack, isHeldBack } from './hold-back.ts';

const forEver = 24 * 60 * 60 * 1_000;
const guess = 'POST /guess HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n[]';

test('a connection that guesses has one answer and no more, stays open for the pause, and holds up nobody else', async () => {
  const served: string[] = [];
  const server = http.createServer((request, response) => {
    if (isHeldBack(request)) return;
    served.push(request.url ?? '');
    if (request.url === '/guess') holdBack(request, response, forEver);
    response.end();
  });
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port);
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  try {
    socket.write(guess + guess + guess);
    await once(socket, 'data');
    socket.write(guess);
    // Each goes to the server and back, so the one before has long arrived.
    for (let other = 0; other < 20; other += 1) await fetch(`http://127.0.0.1:${port}/good`);
    expect(served.filter((url) => url === '/guess')).toHaveLength(1);
    expect(heard.split('HTTP/1.1 200')).toHaveLength(2);
    expect(served.filter((url) => url === '/good')).toHaveLength(20);
    expect([socket.readableEnded, socket.destroyed]).toEqual([false, false]);
  } finally {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  }
});

test('after the pause it is closed, also where its sender reads nothing', async () => {
  const server = http.createServer((request, response) => {
    holdBack(request, response, 1);
    response.end();
  });
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port);
  socket.on('error', () => undefined).resume();
  socket.write(guess);
  await once(socket, 'close');
  server.close();
  await once(server, 'close');
});
