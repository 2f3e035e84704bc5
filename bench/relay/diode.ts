import { Readable } from 'node:stream';
import { declareIncident } from '../../server/src/incidents/index.ts';
import type { Env } from '../../server/src/platform/index.ts';
import { wholeOf } from '../../server/src/relay/bundle/whole.ts';
import { framed } from '../../server/src/relay/core/diode/framing.ts';
import { readRequest } from '../../server/src/relay/core/diode/request.ts';
import { datagramsOf } from '../../server/src/relay/diode/datagrams.ts';
import { takeDatagrams } from '../../server/src/relay/diode/http.ts';
import { keyedLines } from '../../server/src/relay/diode/keys.ts';
import { readDiode } from '../../server/src/relay/diode/read-diode.ts';
import { lastBundle } from '../../server/src/relay/store/bundle-store.ts';
import { readFile } from '../../server/src/relay/store/file-store.ts';
import { approvePrepared, prepareBundle } from '../../server/src/relay/up/prepare.ts';
import { judge, round } from '../verdict.ts';
import { adminOf } from './made-site.ts';

const loss = 0.2;
const batch = 2_000;
const runs = 200_000;

/** A large bundle over a one-way line that loses a fifth of all datagrams: sent once, and then what the request page asks for. */
export async function measureDiode(headquarters: Env, site: Env): Promise<void> {
  // With so little on top that parts are missing after the first time; usually nothing would be.
  const shape = { dataShards: 128, parityShards: 24, shardBytes: 1_200 };
  await site.databases.pools.worker.query(
    `insert into check_run (id, check_name, environment, place, type, state, due_at, started_at, duration_ms, verdict)
     select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7000' || '8' || substr(md5(n::text), 1, 15))::uuid,
       'check-1', 'field-1', 'server', 'http', 'ended', now(), now(), n % 900, 'passed' from generate_series(1, $1::int) n`,
    [runs],
  );
  await declareIncident(adminOf(site), { title: 'Over the diode', severity: 'SEV3' });
  const { hash, sequence } = await prepareBundle(adminOf(site));
  await approvePrepared(adminOf(site), { hash });
  const db = site.databases.web;
  const [line] = await keyedLines(site, db, 'up');
  const file = line && (await lastBundle(db, line, ['written']))?.file;
  if (!line || !file) throw new Error('The bundle was not written.');
  const whole = await wholeOf(readFile(db, file));
  const send = async (parts: readonly number[] | null): Promise<void> => {
    let held: Buffer[] = [];
    for await (const datagram of datagramsOf(readFile(db, file), {
      ...whole,
      key: line.key,
      sequence,
      parts,
      shape,
    })) {
      if (Math.random() >= loss) held.push(framed(datagram));
      if (held.length < batch) continue;
      await takeDatagrams(headquarters, Readable.from(held));
      held = [];
    }
    await takeDatagrams(headquarters, Readable.from(held));
  };
  const start = performance.now();
  await send(null);
  const seconds = (performance.now() - start) / 1_000;
  const { requests } = await readDiode(adminOf(headquarters));
  const asked = readRequest(requests[0]?.text ?? '');
  const parts =
    typeof asked === 'string' ? [] : (asked.find((each) => each.sequence === sequence)?.parts ?? []);
  if (parts.length > 0) await send(parts);
  const after = await readDiode(adminOf(headquarters));
  console.log(
    `diode: ${round(whole.bytes / 1024 / 1024)} MiB in ${Math.ceil(whole.bytes / shape.dataShards / shape.shardBytes)} parts, ${round(whole.bytes / 131_072 / seconds)} Mbit/s with encoding, sealing and storing; ${parts.length} parts asked for once`,
  );
  judge({
    name: 'parts missing after the requested resend, at 20 % loss',
    value: after.requests.reduce((sum, each) => sum + each.parts + each.bundles, 0),
    most: 0,
  });
}
