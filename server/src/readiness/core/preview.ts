import { evaluateStandard, type Values } from './evaluate.ts';
import { applies, type Standard, type Standards, type Traits } from './standards.ts';

export interface Preview {
  readonly applies: number;
  readonly met: number;
  readonly missed: number;
  readonly unknown: number;
  /** Products that meet the standard as it is, or whom it does not concern yet, and would not meet it. */
  readonly newlyFailing: readonly string[];
  /** Products that do not meet it as it is and would, or whom it would not concern any more. */
  readonly newlyMeeting: readonly string[];
}

/** Who would meet a changed or new standard, before it is stored; `before` null: there is none yet. */
export function previewStandard(
  { measures }: Standards,
  { before, after }: { readonly before: Standard | null; readonly after: Standard },
  products: Iterable<readonly [Traits, Values]>,
): Preview {
  const counts = { applies: 0, met: 0, missed: 0, unknown: 0 };
  const newlyFailing: string[] = [];
  const newlyMeeting: string[] = [];
  for (const [product, values] of products) {
    const outcomeOf = (standard: Standard | null) =>
      standard && applies(standard.spec.appliesTo, product)
        ? evaluateStandard(standard, values, measures).outcome
        : null;
    const [was, is] = [outcomeOf(before), outcomeOf(after)];
    if (is !== null) {
      counts.applies += 1;
      counts[is] += 1;
    }
    const failed = was !== null && was !== 'met';
    const fails = is !== null && is !== 'met';
    if (fails && !failed) newlyFailing.push(product.name);
    if (failed && !fails) newlyMeeting.push(product.name);
  }
  return { ...counts, newlyFailing, newlyMeeting };
}
