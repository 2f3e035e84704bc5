import { symptoms, type Symptom } from '../facts.ts';
import { languageOf } from '../language/index.ts';

/** Phrases in which a word of a symptom means something else. */
const others =
  /\b(no (longer )?|not (currently )?|without )(\w+ )?(errors?|delays?|latency|impact)\b|\bfail-?over\b|\blatest\b/giu;

/** What users notice according to a sentence of `language`, in the order of {@link symptoms}; empty when it says nothing of it. */
export function symptomsIn(text: string, language: string): Symptom[] {
  const { lexicon } = languageOf(language);
  const read = text.replace(others, ' ');
  return symptoms.filter((symptom) => read.search(lexicon.symptoms[symptom]) >= 0);
}

const region =
  /\b(?:(?:us|eu|europe|asia|australia|northamerica|southamerica|me|africa|ap|ca|sa|af|uk)-[a-z]+-?\d{1,2}(?!\w)(?!-\d)|(?:North|South|East|West|Central|Northern|Southern|Western|Eastern|Southeast|Northeast|Northwest|Southwest)\s?(?:America|Europe|Asia|US|USA|EU|UK|Africa|Australia|Virginia|Oregon|India|Japan|Germany|France)(?:\s\d)?|(?:North|South|East|West)(?:US|Europe|Asia)\d?|Europe|Asia|Africa|Australia|Oceania|APAC|EMEA|LATAM|the (?:US|EU|UK|United States|United Kingdom)|multi-?region(?:al)?|globally|worldwide|(?<=^)Global(?=:))/gu;

/** Regions and parts of the world that a text names, each once, in its order; at most `max`. */
export function placesIn(text: string, max = 6): string[] {
  return [...new Set((text.match(region) ?? []).map((found) => found.replace(/^the /u, '')))].slice(0, max);
}
