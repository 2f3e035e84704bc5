import { standardSpec, type AppliesTo, type ReadinessPreview } from '@fieldmarshal/contract/readiness';
import { isFault } from '@fieldmarshal/contract/readiness/rule';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { readBoard } from '../board.ts';
import { evaluateStandard, type Values } from '../core/evaluate.ts';
import { previewStandard } from '../core/preview.ts';
import type { Standard } from '../core/standards.ts';
import { measuredOf } from '../measured.ts';
import { loadValues } from '../store/value-store.ts';
import { showValues } from './show-values.ts';

export interface PreviewAsked {
  readonly standard?: string | undefined;
  readonly rule: string;
  readonly appliesTo: AppliesTo;
  readonly product?: string | undefined;
}

/** What a rule would give, before it is stored: for one product with its values, and for all, beside the standard as it is. */
export async function previewRule(ctx: Ctx, asked: PreviewAsked): Promise<ReadinessPreview> {
  permit(ctx, 'readiness.read');
  const { product } = asked;
  const board = await readBoard(ctx);
  const { standards, traits } = board;
  if (product !== undefined && !traits.has(product)) throw notFound(`Product ${product}`);
  const rule = standards.book.read(asked.rule);
  if (isFault(rule)) return refused(rule);
  const values = await loadValues(ctx.env.databases[ctx.pool]);
  const measured = new Map([...traits.keys()].map((name) => [name, measuredOf(values.get(name))]));
  const after = madeUp(asked, rule);
  const before = standards.list.find(({ name }) => name === asked.standard) ?? null;
  const none: Values = new Map();
  const preview = previewStandard(
    standards,
    { before, after },
    [...traits.values()].map((each) => [each, measured.get(each.name) ?? none] as const),
  );
  const own = product === undefined ? null : (measured.get(product) ?? none);
  return {
    fault: null,
    ...preview,
    newlyFailing: [...preview.newlyFailing],
    newlyMeeting: [...preview.newlyMeeting],
    outcome: own === null ? null : evaluateStandard(after, own, standards.measures).outcome,
    values:
      product === undefined
        ? []
        : showValues(rule.measures, { ...board, measures: standards.measures, values: values.get(product) }),
  };
}

function refused(fault: NonNullable<ReadinessPreview['fault']>): ReadinessPreview {
  return {
    fault,
    ...{ applies: 0, met: 0, missed: 0, unknown: 0 },
    ...{ newlyFailing: [], newlyMeeting: [], outcome: null, values: [] },
  };
}

/** A standard with this rule; what is not looked at is filled in. */
function madeUp({ rule: text, appliesTo }: PreviewAsked, rule: NonNullable<Standard['rule']>): Standard {
  const spec = standardSpec.parse({ why: '-', fix: '-', area: '-', rule: text, appliesTo });
  return { name: '', spec, rule };
}
