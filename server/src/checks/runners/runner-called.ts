/** `The runner Browsers in eu-prod`; a name that ends with the place is enough, as in `Fieldmarshal at server`. */
export function runnerCalled({ name, place }: { readonly name: string; readonly place: string }): string {
  return name.endsWith(` ${place}`) ? `The runner ${name}` : `The runner ${name} in ${place}`;
}
