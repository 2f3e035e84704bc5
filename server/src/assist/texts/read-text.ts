import type { ModelFeature, TextAnswer } from '@fieldmarshal/contract/assist';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { textKinds } from '../core/texts/kinds.ts';
import { readIncident } from '../read-incident.ts';

/** One of the texts about an incident by rules alone, with its sections; there at once, whatever a model does. */
export async function readText(
  ctx: Ctx,
  { id, feature, after }: { readonly id: string; readonly feature: ModelFeature; readonly after: number },
): Promise<TextAnswer> {
  permit(ctx, 'incident.read');
  const { record, incident } = await readIncident(ctx, id);
  const kind = textKinds[feature];
  return {
    ...{ incidentId: id, feature, title: kind.title, asOf: incident.seq },
    sections: kind.sections.map((section) => ({ id: section.id, title: section.title })),
    lines: kind.byRules({ record, incident, after }).map(({ kind: lineKind, text, cites, section }) => ({
      ...{ kind: lineKind, text, section, cites: cites.map(Number) },
    })),
  };
}
