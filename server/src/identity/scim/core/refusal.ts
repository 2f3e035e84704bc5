/** Words of RFC 7644 for what is wrong with a request. */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'
  | 'tooMany'
  | 'uniqueness';

/** What a provider's request is refused with; `detail` is one sentence for whoever reads the provider's log. */
export class ScimRefusal extends Error {
  readonly status: number;
  readonly scimType: ScimType | undefined;

  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail);
    this.name = 'ScimRefusal';
    this.status = status;
    this.scimType = scimType;
  }
}

/** 400 with the word for it. */
export function badRequest(scimType: ScimType, detail: string): ScimRefusal {
  return new ScimRefusal(400, detail, scimType);
}
