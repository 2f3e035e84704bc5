/** Words that stand in any code or message and tell no change from another. */
const common = new Set(
  `the and for with from into that this not was are has had have its over under than then when after before while each all any
  func return string error err nil null true false const let var int bool float time second seconds minute minutes hour ms type struct class
  import package new map list value values key name data get set add test chore refactor feat fix docs style perf
  service services request requests response server client handler http code status count total rate ratio failed failing failure above below
  sum max min avg per sec pkg src internal main use used using update call calls public export default async await void self`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const longest = 20_000;

/** The words of a text, in lower case: identifiers are taken apart at capitals, digits and signs; plurals count as singulars. */
export function words(text: string): string[] {
  return text
    .slice(0, longest)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .map(singular)
    .filter((word) => word.length > 2 && !common.has(word));
}

function singular(word: string): string {
  if (word.length > 5 && word.endsWith('ing')) return word.slice(0, -3);
  if (word.length > 5 && word.endsWith('ed')) return word.slice(0, -2);
  return word.length > 4 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
