/** Makes something anew only where what it is made of is not the very same as last time. */
export function stage<From extends readonly unknown[], Made>(
  make: (...from: From) => Made,
): (...from: From) => Made {
  let last: { readonly from: From; readonly made: Made } | null = null;
  return (...from) => {
    if (last === null || !sameList(last.from, from)) last = { from, made: make(...from) };
    return last.made;
  };
}

/** Whether two lists hold the very same things in the same order. */
export function sameList(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every((each, index) => each === after[index]);
}
