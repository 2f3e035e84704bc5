import type { Report, ReportPart } from '@fieldmarshal/contract/insights';
import type { Ctx } from '#platform';
import { reportMail } from '../core/reports/mail.ts';
import { loadWords, noiseWords, objectiveWords, overviewWords, type Section } from '../core/reports/words.ts';
import { readLoad, readNoise, readOverview } from '../read/read-insights.ts';
import { readSlos } from '../slo/read-slos.ts';

export interface Composed {
  readonly email: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Period {
  readonly from: string;
  readonly to: string;
}

/** A page of insights over a period, as a mail to who reads it. */
export async function composeReport(
  ctx: Ctx & { readonly email: string },
  { part, filter, every }: Pick<Report, 'part' | 'filter' | 'every'>,
  period: Period,
): Promise<Composed> {
  const { config } = ctx.env;
  const search = new URLSearchParams(
    Object.entries({ ...(part === 'overview' ? {} : { part }), ...period, ...filter }).flatMap(
      ([name, value]) => (value === undefined ? [] : [[name, value]]),
    ),
  );
  const said = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  const days = part === 'objectives' ? 'as of now' : `${period.from} to ${period.to} (UTC)`;
  const title = `Insights of the ${every}: ${partNames[part]}, ${days}`;
  const mail = reportMail({
    title,
    url: `${config.publicUrl ?? `http://localhost:${config.port}`}/insights?${search.toString()}`,
    lead: said.length === 0 || part === 'objectives' ? [] : [`Only ${said.join(', ')}.`],
    sections: await sectionsOf(ctx, part, { ...filter, ...period }),
  });
  return { email: ctx.email, subject: title, ...mail };
}

const partNames: Readonly<Record<ReportPart, string>> = {
  overview: 'Incidents',
  load: 'Load on people',
  noise: 'Noise and checks',
  objectives: 'Objectives',
};

async function sectionsOf(
  ctx: Ctx,
  part: ReportPart,
  filter: Parameters<typeof readOverview>[1],
): Promise<Section[]> {
  switch (part) {
    case 'overview':
      return overviewWords(await readOverview(ctx, filter));
    case 'load':
      return loadWords(await readLoad(ctx, filter));
    case 'noise':
      return noiseWords(await readNoise(ctx, filter));
    case 'objectives':
      return objectiveWords(await readSlos(ctx));
  }
}
