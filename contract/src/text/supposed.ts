/** What somebody thinks, asks or fears rather than knows. The month of May is none of it. */
const thought =
  /\b(?:might|could(?! not\b|n['’]t)|possibl[ey]|perhaps|maybe|presumably|probabl[ey]|likely|suspect(?:s|ed|ing)?|suspicion|seem(?:s|ed|ingly)?|appear(?:s|ed)? to|apparently|believe[sd]?|think|thought|assum(?:e|es|ed|ing)|guess(?:es|ed)?|hypothes[ie]s|theory|unconfirmed|(?:not|un)sure|not sure|unclear|whether)\b|\?/i;
const may = /\bmay\b|^May\b(?!\s+\d)/;
/** What is still to be done, or only would be. */
const planned =
  /\b(?:will|won['’]t|shall|would|going to|about to|plan(?:s|ned|ning)?|propos(?:e|es|ed|al)|intend(?:s|ed)?|want(?:s|ed)? to|need(?:s|ed)? to|must|ha(?:s|ve) to|should|consider(?:s|ed|ing)?|to ?do|next step|let['’]?s|if|unless|until)\b/i;
/** Words that somebody is told to say. */
const dictated =
  /^(?:please\s+)?(?:say|report|write|claim|state|tell|respond|answer|reply|output|print|declare|announce)\b/i;

/** Whether a sentence tells something as thought, asked, planned or to be said, and not as so. English only: other languages are taken at their word. */
export function isSupposed(text: string): boolean {
  return thought.test(text) || may.test(text) || planned.test(text) || dictated.test(text.trim());
}

/** Words of a sentence that claims no more than something supposed does. */
export function isReserved(text: string): boolean {
  return isSupposed(text) || /\b(?:can(?!not)|due|expected|next|reported(?:ly)?|asked|ask)\b/i.test(text);
}
