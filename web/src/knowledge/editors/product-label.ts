import type { Fault } from '../../catalog/editor/faults.ts';

/** A label as Prometheus and Loki name theirs. */
export function missingLabel({ productLabel }: { readonly productLabel: string }): Fault[] {
  return /^[A-Za-z_][A-Za-z0-9_]{0,199}$/.test(productLabel.trim())
    ? []
    : [
        {
          path: 'productLabel',
          message: 'A label has letters, digits and _, and does not begin with a digit',
        },
      ];
}
