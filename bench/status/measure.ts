import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { largestPaintMs } from './paint.ts';
import { serveCopy } from './serve-copy.ts';
import { freePort, startSubject, untilOk } from '../subject.ts';
import { judge, quantile, round } from '../verdict.ts';

const catalog = Array.from(
  { length: 20 },
  (_, index) => `---
apiVersion: fieldmarshal/v1
kind: Application
metadata: { name: app-${index} }
spec: { publicName: Application ${index} }
`,
).join('');

const connections = 32;
const roundMs = 4_000;
const rounds = 3;

/**
 * Requests in a second to the status page, compressed as every browser asks for it, beside Node's own HTTP server that answers the same
 * bytes; and how soon it can be read over a slow line.
 */
export async function measureStatus(): Promise<void> {
  const subject = await startSubject();
  const folder = await mkdtemp(join(tmpdir(), 'fm-bench-status-'));
  try {
    await subject.apply(catalog);
    const page = `${subject.url}/status`;
    const whole = await untilShown(page, 'Application 19');
    const bytes = gzipSync(whole);
    const bare = await startBare(folder, bytes);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let count = 0; count < rounds; count += 1) {
      theirs.push(await requestsPerSecond(bare.port, '/'));
      ours.push(await requestsPerSecond(subject.port, '/status'));
    }
    bare.stop();
    const [best, limit] = [quantile(ours, 0.5), quantile(theirs, 0.5)];
    console.log(
      `a page of ${whole.length} bytes, ${bytes.length} compressed, ${connections} connections: ${round(best)}/s; Node alone ${round(limit)}/s`,
    );
    judge({ name: 'status page, requests in a second', value: best, least: 5_000 });
    judge({ name: 'status page', value: best / limit, least: 0.25, of: 'Node alone' });
    await judgePaint('the status page', page);
    const copy = await serveCopy(join(subject.dataDir, 'status'));
    await judgePaint('its static copy', `http://127.0.0.1:${copy.port}/status`);
    copy.stop();
  } finally {
    await subject.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function judgePaint(what: string, url: string): Promise<void> {
  const times = await largestPaintMs(url);
  if (times === null) return;
  judge({
    name: `${what} on slow 4G, median until its largest part is painted, ms`,
    value: quantile(times, 0.5),
    most: 1_000,
  });
}

async function untilShown(url: string, text: string): Promise<Buffer> {
  await untilOk(url);
  for (;;) {
    const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.includes(text)) return bytes;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function startBare(folder: string, bytes: Buffer): Promise<{ port: number; stop: () => void }> {
  const port = await freePort();
  const script = join(folder, 'bare.mjs');
  await writeFile(join(folder, 'page'), bytes);
  await writeFile(
    script,
    `import { createServer } from 'node:http'; import { readFileSync } from 'node:fs';
const page = readFileSync(new URL('page', import.meta.url));
createServer((_, response) => { response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip', 'content-length': page.length }); response.end(page); }).listen(${port}, '127.0.0.1');`,
  );
  const child = spawn(process.execPath, [script], { stdio: 'ignore' });
  await untilOk(`http://127.0.0.1:${port}/`);
  return { port, stop: () => void child.kill() };
}

/** Every connection asks again as soon as it has its answer. All answers are equally long, so bytes count them. */
async function requestsPerSecond(port: number, path: string): Promise<number> {
  const length = await answerLength(port, path);
  const request = requestFor(path);
  let bytes = 0;
  const start = performance.now();
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(port, '127.0.0.1');
    let got = 0;
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      got += chunk.length;
      if (got < length) return;
      got -= length;
      socket.write(request);
    });
    return socket;
  });
  await new Promise((resolve) => setTimeout(resolve, roundMs));
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  return bytes / length / seconds;
}

function requestFor(path: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: bench\r\naccept-encoding: gzip\r\n\r\n`;
}

/** Bytes of one whole answer, head and body. */
async function answerLength(port: number, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(requestFor(path)));
    let got = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
      const head = got.indexOf('\r\n\r\n');
      if (head < 0) return;
      const body = Number(/content-length: (\d+)/i.exec(got.toString('latin1', 0, head))?.[1]);
      if (got.length < head + 4 + body) return;
      socket.destroy();
      resolve(head + 4 + body);
    });
  });
}
