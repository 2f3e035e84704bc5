import { unzipSync } from 'fflate';
import { z } from 'zod';
import { picture } from '../inside/observed.ts';

/** A picture of a page and when it was shown, in milliseconds from the first. */
export interface Frame {
  readonly atMs: number;
  readonly jpeg: Uint8Array;
}

/** Of all pictures together; a trace comes from a test that nobody vouches for. */
const bytesMax = 48 * 1024 * 1024;
const eventsBytesMax = 64 * 1024 * 1024;
const framesMax = 400;

const frameEvent = z.object({
  type: z.literal('screencast-frame'),
  /** In the trace. */
  file: z.string().max(300),
  timestamp: z.number(),
});
type FrameEvent = z.infer<typeof frameEvent>;

/** Whether it is a trace, and no lines of pictures. */
export function isTrace(source: Uint8Array): boolean {
  return Buffer.from(source.subarray(0, 2)).toString('latin1') === 'PK';
}

/** Of lines of pictures. */
export function takenIn(lines: Uint8Array): Frame[] {
  const taken = Buffer.from(lines)
    .toString('utf8')
    .split('\n')
    .map((line) => picture.parse(JSON.parse(line)))
    .sort((a, b) => a.at - b.at);
  const [first] = taken;
  if (first === undefined) return [];
  return thinned(taken, framesMax).map(({ at, image }) => ({
    atMs: at - first.at,
    jpeg: Buffer.from(image, 'base64'),
  }));
}

/** The film strip of a trace in order, at most {@link framesMax} of its pictures, evenly chosen; empty where it has none. Throws for what is no zip. */
export function filmOf(trace: Uint8Array): Frame[] {
  const events = thinned(eventsOf(trace), framesMax);
  const [first] = events;
  if (first === undefined) return [];
  const pictures = unzip(trace, { names: new Set(events.map(({ file }) => file)), max: bytesMax });
  return events.flatMap(({ file, timestamp }) => {
    const jpeg = pictures.get(file);
    return jpeg ? [{ atMs: timestamp - first.timestamp, jpeg }] : [];
  });
}

function eventsOf(trace: Uint8Array): FrameEvent[] {
  const files = unzip(trace, { names: /^[^/]+\.trace$/, max: eventsBytesMax });
  return [...files.values()]
    .flatMap((bytes) => Buffer.from(bytes).toString('utf8').split('\n'))
    .flatMap((line) => (line.includes('"screencast-frame"') ? parsed(line) : []))
    .sort((a, b) => a.timestamp - b.timestamp);
}

function parsed(line: string): FrameEvent[] {
  try {
    return [frameEvent.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** The first and the last stay. */
export function thinned<T>(events: readonly T[], count: number): T[] {
  if (events.length <= count) return [...events];
  const step = (events.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => events[Math.round(index * step)]).flatMap((event) =>
    event === undefined ? [] : [event],
  );
}

/** Everything in a trace. */
export function entriesOf(trace: Uint8Array): Map<string, Uint8Array> {
  return unzip(trace, { names: /./, max: eventsBytesMax + bytesMax });
}

interface Wanted {
  readonly names: ReadonlySet<string> | RegExp;
  readonly max: number;
}

/** Entries of these names, as long as they unpack to no more than `max` bytes together. */
function unzip(archive: Uint8Array, { names, max }: Wanted): Map<string, Uint8Array> {
  let left = max;
  const found = unzipSync(archive, {
    filter: ({ name, originalSize }) => {
      const isWanted = names instanceof RegExp ? names.test(name) : names.has(name);
      if (!isWanted || originalSize > left) return false;
      left -= originalSize;
      return true;
    },
  });
  return new Map(Object.entries(found));
}
