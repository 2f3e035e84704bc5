import { buffer } from 'node:stream/consumers';
import { encode } from './encode.ts';
import { drawSnapshots } from './draw-snapshots.ts';
import { filmOf, isTrace, takenIn, type Frame } from './read-film.ts';
import { webm } from './webm.ts';

/**
 * A process of its own, since a trace comes from a test that nobody vouches for and takes memory and time: a trace or lines of
 * pictures in, a film out, or nothing where there are no two pictures, or the browser at `endpoint` no encoder.
 */
const [, , endpoint = ''] = process.argv;
const frames = await framesOf(await buffer(process.stdin));
const film = frames.length < 2 ? null : await encode(endpoint, frames);
if (film !== null && film.pictures.length > 0) process.stdout.write(webm(film));

/** The film strip of a trace, else what can be drawn of it. */
async function framesOf(source: Buffer): Promise<Frame[]> {
  if (!isTrace(source)) return takenIn(source);
  const strip = filmOf(source);
  return strip.length < 2 ? drawSnapshots(endpoint, source) : strip;
}
