import type { Destination } from '@fieldmarshal/contract/delivery';

/** The name of a method that a file defines, the same as long as the file says the same. */
export function fileMethodId({ channel, destination }: Destination): string {
  return `file:${channel}:${destination}`;
}

/** Sorted as `order` names them; those it does not name follow in the order they came. */
export function inOrder<M extends { readonly id: string }>(
  methods: readonly M[],
  order: readonly string[],
): M[] {
  const rank = (id: string): number => {
    const index = order.indexOf(id);
    return index < 0 ? order.length : index;
  };
  return methods.toSorted((a, b) => rank(a.id) - rank(b.id));
}
