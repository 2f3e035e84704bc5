import { createHash } from 'node:crypto';
import { runLimits } from '@fieldmarshal/contract/checks';
import type { Lane } from '../batch/lane.ts';
import type { Finish } from './finish.ts';

const name = 'film-strip.webm';

/**
 * A failure without a video gets one of the film strip that its last trace holds: where there is no program for videos, this is what can be
 * played on the page of the run.
 */
export async function withFilm(finish: Finish, { film }: Pick<Lane, 'film'>): Promise<Finish> {
  const { report, artefacts } = finish;
  const trace = artefacts.findLast(({ announced }) => announced.kind === 'trace');
  const hasVideo = artefacts.some(({ announced }) => announced.kind === 'video');
  if (trace === undefined || hasVideo || artefacts.length >= runLimits.artefacts) return finish;
  const bytes = await film(trace.bytes).catch(() => null);
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
