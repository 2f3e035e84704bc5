import { unzipSync } from 'fflate';
import { z } from 'zod';

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

/** The film strip of a trace in order, at most {@link framesMax} of its pictures, evenly chosen; empty where it has none. Throws for what is no zip. */
export function filmOf(trace: Uint8Array): Frame[] {
  const events = thinned(eventsOf(trace));
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
function thinned(events: readonly FrameEvent[]): FrameEvent[] {
  if (events.length <= framesMax) return [...events];
  const step = (events.length - 1) / (framesMax - 1);
  return Array.from({ length: framesMax }, (_, index) => events[Math.round(index * step)]).filter(
    (event) => event !== undefined,
  );
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
