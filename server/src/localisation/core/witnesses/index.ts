import type { Witness } from '../testimony.ts';
import { alerts } from './context/alerts.ts';
import { asUsual } from './spans/as-usual.ts';
import { brokenFlow } from './spans/broken-flow.ts';
import { changed } from './context/changed.ts';
import { failedSpans } from './spans/failed-spans.ts';
import { failingStep } from './runs/failing-step.ts';
import { logs } from './logs/logs.ts';
import { lostRequests, lostTime } from './metrics/lost-service.ts';
import { otherPlaces } from './context/other-places.ts';
import { pastCauses } from './context/past-causes.ts';
import { requests } from './runs/requests.ts';
import { resources } from './metrics/resources.ts';
import { silence } from './spans/silence.ts';
import { spanTime } from './spans/span-time.ts';
import { otherRuns } from './runs/other-runs.ts';
import { spectrum } from './runs/spectrum.ts';
import { thirdParties } from './context/third-parties.ts';

/** Every kind of evidence. A new one is a file beside these, a line here, and a weight (`npm run fit:localisation`). */
export const witnesses: readonly Witness[] = [
  failingStep,
  requests,
  failedSpans,
  brokenFlow,
  silence,
  spanTime,
  asUsual,
  spectrum,
  otherRuns,
  alerts,
  lostTime,
  lostRequests,
  resources,
  logs,
  changed,
  otherPlaces,
  thirdParties,
  pastCauses,
];

export const travelling: ReadonlySet<string> = new Set(
  witnesses.filter(({ travels }) => travels).map(({ name }) => name),
);
