import { permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { parseMatchers } from '../core/matcher.ts';
import { place, type Placement, type Routing } from '../core/routing.ts';
import { readRouting } from '../routing.ts';

type Preview = Omit<Placement, 'groupKey' | 'groupLabels'> & {
  groupLabels: Record<string, string>;
  broken: { route: string; reason: string }[];
};

/** Which route an alert with these labels would take, given as `name="value"` pairs. */
export async function previewRoute(ctx: Ctx, { labels }: { readonly labels: string }): Promise<Preview> {
  permit(ctx, 'alert.read');
  const routing: Routing = await readRouting(ctx.env);
  const placement = place(routing, {
    integration: { id: 'preview', name: 'preview' },
    key: 'preview',
    labels: readLabels(labels),
  });
  const { groupKey: _, groupLabels, ...shown } = placement;
  return { ...shown, groupLabels: { ...groupLabels }, broken: routing.broken.map((route) => ({ ...route })) };
}

function readLabels(text: string): Record<string, string> {
  const faults: string[] = [];
  try {
    const matchers = parseMatchers(text);
    if (matchers.every((matcher) => matcher.isEqual && !matcher.isRegex))
      return Object.fromEntries(matchers.map(({ name, value }) => [name, value]));
    faults.push('give each label as name="value"');
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  const message = faults.join('; ');
  throw new AppError('invalid', `labels: ${message}`, { faults: [{ path: 'labels', message }] });
}
