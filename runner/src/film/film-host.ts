import { buffer } from 'node:stream/consumers';
import { encode } from './encode.ts';
import { filmOf } from './read-film.ts';
import { webm } from './webm.ts';

/**
 * A process of its own, since a trace comes from a test that nobody vouches for and takes memory and time: a trace in, a film out, or
 * nothing where it has no film strip of two pictures, or the browser at `endpoint` no encoder.
 */
const [, , endpoint = ''] = process.argv;
const frames = filmOf(await buffer(process.stdin));
const film = frames.length < 2 ? null : await encode(endpoint, frames);
if (film !== null && film.pictures.length > 0) process.stdout.write(webm(film));
