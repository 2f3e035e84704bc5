import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../subject.ts';
import { quantile } from '../verdict.ts';
import { openMailSink } from './mail-sink.ts';
import { measure, type Measured } from './measure.ts';
import { pageBench, startRig, type Rig } from './rig.ts';
import type { Row } from './rows.ts';
import { versionBefore } from './version-before.ts';

/** Whether outages last as long as trust asks for, half an hour and ten minutes; else a minute. */
const isLong = process.env['FIELDMARSHAL_BENCH_LONG'] !== undefined;

/** A mail server dies in the middle of DATA, as its client sees it: everything was taken, nothing answered, and then our process is gone. */
async function killedInData(): Promise<Measured> {
  const mail = await openMailSink();
  const rig = await startRig({
    nodes: [{ FIELDMARSHAL_SMTP_URL: mail.url }],
    sink: mail,
    rules: () => pageBench('spec: { email: bench@example.org }'),
  });
  try {
    return await measure(rig, {
      inject: async () => {
        mail.holds = true;
        await sleep(2_000);
        await rig.nodes[0]?.kill();
        mail.holds = false;
        const again = await rig.nodes[0]?.again();
        if (again) rig.nodes[0] = again;
      },
      note: () => 'pages by mail; the id is the Message-ID',
    });
  } finally {
    await rig.close();
  }
}

/** Storage is away: the health says so, the dead-man heartbeat stops, and what comes late says that it is late. */
async function storageAway(): Promise<Measured> {
  let beats = 0;
  const deadMan = createServer((_request, response) => {
    beats += 1;
    response.end();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => deadMan.listen(port, '127.0.0.1', resolve));
  const rig = await startRig({
    nodes: [
      { FIELDMARSHAL_DEAD_MAN_URL: `http://127.0.0.1:${port}/`, FIELDMARSHAL_DEAD_MAN_INTERVAL_S: '1' },
    ],
  });
  const seconds = isLong ? 1_800 : 60;
  let unready = 0;
  let beatsAway = 0;
  try {
    return await measure(rig, {
      inject: async () => {
        rig.proxy.isDown = true;
        await sleep(5_000);
        const before = beats;
        for (let second = 5; second < seconds; second += 1) {
          const { status } = await fetch(`${rig.nodes[0]?.url}/readyz`);
          unready += Number(status === 503);
          await sleep(1_000);
        }
        beatsAway = beats - before;
        rig.proxy.isDown = false;
      },
      note: () =>
        `away ${seconds} s; /readyz was 503 at ${unready} of ${seconds - 5} looks; the dead-man heartbeat came ${beatsAway} times meanwhile`,
    });
  } finally {
    deadMan.close();
    await rig.close();
  }
}

/** The first way of a person is gone for good: the next one is taken at once. */
async function receiverGone(): Promise<Measured> {
  const port = await freePort();
  let refused = 0;
  const gone = createServer((_request, response) => {
    refused += 1;
    response.writeHead(refused % 2 === 0 ? 404 : 410).end();
  });
  await new Promise<void>((resolve) => gone.listen(port, '127.0.0.1', resolve));
  const first = `{ channel: webhook, url: "http://127.0.0.1:${port}/" }`;
  const rig = await startRig({
    rules: (url) =>
      pageBench(
        `spec: { email: bench@example.org, contactMethods: [${first}, { channel: webhook, url: "${url}" }] }`,
      ),
  });
  try {
    return await measure(rig, {
      inject: async () => sleep(isLong ? 600_000 : 20_000),
      note: () => `the first way answered 410 or 404 ${refused} times`,
    });
  } finally {
    gone.close();
    await rig.close();
  }
}

async function networkCut(): Promise<Measured> {
  const rig = await startRig();
  try {
    return await measure(rig, {
      inject: async () => {
        rig.sink.behaviour = 'cut';
        await sleep(isLong ? 600_000 : 60_000);
        rig.sink.behaviour = 'take';
      },
      note: () => `nothing got through for ${isLong ? 600 : 60} s`,
    });
  } finally {
    await rig.close();
  }
}

/** A deployment in the middle: the version before and this one side by side over one database, then only this one. */
async function upgrade(): Promise<Measured | { skipped: string }> {
  const before = await versionBefore();
  if ('missing' in before) return { skipped: before.missing };
  try {
    const rig = await startRig({ program: before.program });
    try {
      return await measure(rig, {
        inject: async () => {
          rig.nodes.push(await rig.addNode());
          await sleep(5_000);
          await rig.nodes.shift()?.kill();
        },
        note: () => `this version started and migrated beside ${before.name}, which was killed 5 s later`,
      });
    } finally {
      await rig.close();
    }
  } finally {
    await before.close();
  }
}

/** Somebody guesses keys, ten thousand a second. */
async function guessing(): Promise<Measured> {
  const rig = await startRig();
  const seconds = 10;
  let told = '';
  let [from, to] = [0, 0];
  try {
    return await measure(rig, {
      aroundS: seconds,
      everyMs: 300,
      inject: async () => {
        from = Date.now();
        told = await flooded(rig, seconds);
        to = Date.now();
      },
      note: (waits) => {
        const [before, during, after] = [waits(0, from), waits(from, to), waits(to, Infinity)].map((each) =>
          [0.5, 0.99].map((share) => Math.round(quantile(each, share))).join(' and '),
        );
        return `${told}; from alert to page p50 and p99 ${before} ms before it, ${during} ms during it, ${after} ms after it`;
      },
    });
  } finally {
    await rig.close();
  }
}

async function flooded(rig: Rig, seconds: number): Promise<string> {
  const from = rig.sink.arrivals.length;
  const program = new URL('./flood-process.ts', import.meta.url).pathname;
  const url = rig.nodes[0]?.url ?? '';
  // It stands for other machines, so what it needs of this one is taken from what the server leaves.
  const { stdout } = await promisify(execFile)('nice', [
    ...['-n', '10', process.execPath, program],
    ...[url, String(seconds), '10000'],
  ]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the program next door writes
  const { sent, heldBack, answers } = JSON.parse(stdout) as {
    sent: number;
    heldBack: number;
    answers: Record<string, number>;
  };
  const statuses = Object.entries(answers)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
  return `${Math.round((sent + heldBack) / seconds)} requests with wrong keys a second, of which ${Math.round(heldBack / seconds)} waited at their sender (answered: ${statuses}), while ${rig.sink.arrivals.length - from} pages arrived`;
}

export const longRows: readonly Row[] = [
  { name: '2 kill -9 while a mail server has taken DATA', run: killedInData },
  { name: `6 PostgreSQL away for ${isLong ? '30 min' : '60 s'}`, run: storageAway },
  { name: '13 a receiver is gone (410 and 404)', run: receiverGone },
  { name: `14 nothing gets out for ${isLong ? '10 min' : '60 s'}`, run: networkCut },
  { name: '21 two versions side by side, then one', run: upgrade },
  { name: 'guess 10 s of wrong keys, 10,000 a second', run: guessing },
];
