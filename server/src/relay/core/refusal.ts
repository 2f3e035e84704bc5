/** Why a bundle is refused. Each has a sentence for the person who brought it; nothing of a refused bundle is stored. */
const sentences = {
  'not-a-bundle': 'This is no bundle of Fieldmarshal.',
  'future-format': 'It was made by a newer Fieldmarshal than this one.',
  'too-large': 'It is larger than bundles may be.',
  truncated: 'It ends too early: it was cut off on the way.',
  'trailing-bytes': 'It holds more than what was signed.',
  'missing-part': 'Not all parts of it are here.',
  'malformed-manifest': 'Its table of contents does not have the form that it must have.',
  'unknown-site': 'No site of that name is enrolled here.',
  'not-enrolled': 'This installation has not been enrolled, so it cannot tell who signed.',
  'wrong-site': 'It is meant for another site.',
  'wrong-direction': 'It travels in the other direction.',
  'wrong-stream': 'It was made under an earlier enrolment of the site.',
  'unknown-key':
    'It is signed with a key that is not known to belong to its sender. Where the sender changed its key, the bundle that announces the new one must come first.',
  'revoked-key': 'The key that it is signed with was revoked.',
  forged: 'Its signature is not that of its sender.',
  altered: 'It was altered after it was signed.',
  expands: 'It unpacks to something else than it says.',
  'not-for-us': 'It is encrypted, and not for this installation.',
  'malformed-record': 'It holds a record that does not have the form that it must have.',
  'too-deep': 'It holds a record that is nested too deeply.',
  'counts-differ': 'It does not hold as many records as it says.',
  forked: 'Another bundle with the same number was taken in before: its sender was set back, or copied.',
  'broken-chain': 'It does not follow the bundle before it.',
} as const;

export type RefusalReason = keyof typeof sentences;

/** Thrown where a bundle is refused; `detail` says where, for people who look into it. */
export class BundleRefusal extends Error {
  readonly reason: RefusalReason;
  readonly detail: string;

  constructor(reason: RefusalReason, detail = '') {
    super(detail === '' ? sentences[reason] : `${sentences[reason]} (${detail})`);
    this.name = 'BundleRefusal';
    this.reason = reason;
    this.detail = detail;
  }
}
