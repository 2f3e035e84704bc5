import { permit } from '#identity';
import type { Ctx } from '#platform';
import { covers, type SilenceRule } from '../core/silence.ts';
import { listAlertRows } from '../store/alert-store.ts';
import { readMatcherTexts } from './silence-view.ts';

interface Input {
  readonly matchers: readonly string[];
  readonly products: readonly string[];
  readonly environments: readonly string[];
}

interface Preview {
  count: number;
  examples: { id: string; title: string }[];
}

const lookedAtMax = 20_000;
const chunk = 2_000;
const examplesMax = 20;

/** What a silence of this kind would cover at this moment. */
export async function previewSilence(ctx: Ctx, input: Input): Promise<Preview> {
  permit(ctx, 'silence.read');
  const rule: SilenceRule = {
    ...input,
    id: '',
    matchers: readMatcherTexts(input.matchers),
    startsAt: 0,
    endsAt: Infinity,
    integration: null,
  };
  const found: Preview = { count: 0, examples: [] };
  let before: number | undefined;
  for (let looked = 0; looked < lookedAtMax; looked += chunk) {
    const alerts = await listAlertRows(ctx.env.databases[ctx.pool], { state: 'open', before, limit: chunk });
    for (const alert of alerts) {
      if (!covers(rule, { ...alert, integration: alert.integration.id })) continue;
      found.count += 1;
      if (found.examples.length < examplesMax) found.examples.push({ id: alert.id, title: alert.title });
    }
    if (alerts.length < chunk) break;
    before = Number(alerts.at(-1)?.id);
  }
  return found;
}
