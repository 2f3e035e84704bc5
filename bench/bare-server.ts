// The least that Node can do, as a limit to compare with: `node bench/bare-server.ts PORT`. GET answers 200; GET /live is an event
// stream; what is posted goes to every stream.
import { createServer, type ServerResponse } from 'node:http';

const watchers = new Set<ServerResponse>();

createServer((request, response) => {
  if (request.method === 'POST') {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const event = Buffer.from(`data: ${Buffer.concat(chunks).toString('utf8')}\n\n`);
      for (const watcher of watchers) watcher.write(event);
      response.end();
    });
  } else if (request.url === '/live') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    watchers.add(response);
    response.on('close', () => watchers.delete(response));
  } else {
    response.end();
  }
}).listen(Number(process.argv[2]), '127.0.0.1');
