import { createHash } from 'node:crypto';
import { runLimits } from '@fieldmarshal/contract/checks';
import type { Lane } from '../batch/lane.ts';
import type { Picture } from '../inside/observed.ts';
import type { Finish } from './finish.ts';

const name = 'film-strip.webm';

/**
 * A failure without a video gets one of its last trace, else of the pictures that were taken on the way: where there is no program for
 * videos, this is what can be played on the page of the run.
 */
export async function withFilm(
  { pictures = [], ...finish }: Finish,
  { film }: Pick<Lane, 'film'>,
): Promise<Finish> {
  const { report, artefacts } = finish;
  const trace = artefacts.findLast(({ announced }) => announced.kind === 'trace');
  const hasVideo = artefacts.some(({ announced }) => announced.kind === 'video');
  if (hasVideo || artefacts.length >= runLimits.artefacts) return finish;
  const sources = [...(trace ? [trace.bytes] : []), ...(pictures.length > 1 ? [linesOf(pictures)] : [])];
  const bytes = await firstFilm(sources, film);
  if (bytes === null) return finish;
  const announced = {
    name,
    kind: 'video' as const,
    contentType: 'video/webm',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  return {
    report: { ...report, artefacts: [...(report.artefacts ?? []), announced] },
    artefacts: [...artefacts, { announced, bytes }],
  };
}

async function firstFilm(sources: readonly Uint8Array[], film: Lane['film']): Promise<Uint8Array | null> {
  for (const source of sources) {
    const bytes = await film(source).catch(() => null);
    if (bytes !== null) return bytes;
  }
  return null;
}

function linesOf(pictures: readonly Picture[]): Uint8Array {
  return Buffer.from(pictures.map((picture) => JSON.stringify(picture)).join('\n'));
}
