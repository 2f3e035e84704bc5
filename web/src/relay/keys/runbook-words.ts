interface Step {
  readonly where: 'Site' | 'Headquarters';
  readonly text: string;
  readonly command: string;
}

/** What is done again and again, in its order. Each has its place on the screen Sites too. */
export const routine: readonly Step[] = [
  {
    where: 'Site',
    text: 'Put in the stick, gather what is new, read what would leave, and let it leave.',
    command: 'fieldmarshal bundle export --encrypt --out FOLDER',
  },
  {
    where: 'Headquarters',
    text: 'Take in everything that is on the stick. What came before changes nothing.',
    command: 'fieldmarshal bundle import FOLDER',
  },
  {
    where: 'Headquarters',
    text: 'Look under Sites whether numbers are missing. If so, give the request page to whoever goes back.',
    command: 'fieldmarshal bundle request',
  },
  {
    where: 'Headquarters',
    text: 'Write what goes back: notes, and the catalog where it changed.',
    command: 'fieldmarshal bundle down SITE --encrypt --out FOLDER',
  },
  {
    where: 'Site',
    text: 'Take it in, read what would change, and apply it.',
    command: 'fieldmarshal bundle import FOLDER',
  },
];

interface Loss {
  readonly happened: string;
  readonly text: string;
  readonly command: string;
}

/** What people must know without a network, in the order in which it hurts. */
export const losses: readonly Loss[] = [
  {
    happened: 'SEV1 at the site, and no time for bundles',
    text: 'At the site open the incident, show or read out its short message; headquarters enters it under Sites.',
    command: 'fieldmarshal site message INC-7',
  },
  {
    happened: 'A machine of the site, or a disk with its data, was stolen or lost',
    text: 'At headquarters revoke the site at once, by phone if need be: nothing its keys sign is believed from then on. Then invite it again.',
    command: 'fieldmarshal site revoke SITE',
  },
  {
    happened: 'A stick was lost',
    text: 'If its bundles were encrypted, write them once more. If not, tell who answers for the data: what the redaction policy let through can be read. The keys are not on it.',
    command: 'fieldmarshal bundle export --again "3, 7-9"',
  },
  {
    happened: 'A bundle is missing, or only parts of it came',
    text: 'Whoever lacks it names its number. The other side writes it once more, byte for byte: under Bundles, or as here at the site, and at headquarters with "bundle down SITE --again".',
    command: 'fieldmarshal bundle export --again "3"',
  },
  {
    happened: 'The key of the site should change, and nobody else has it',
    text: 'At the site make a new one. The next bundle announces it: take that one in before any later one.',
    command: 'fieldmarshal site rotate-key',
  },
  {
    happened: 'A bundle is refused as forked',
    text: 'The site was set back to a backup, or copied. Find out which. Then invite it again: it begins at 1 and tells everything again.',
    command: 'fieldmarshal site invite SITE --environments NAMES',
  },
  {
    happened: 'A bundle is refused as forged, altered or of an unknown key',
    text: 'Do not use the stick further and keep it. Compare fingerprints by voice. Write the bundle anew on another stick.',
    command: 'fieldmarshal bundle inspect FILE',
  },
  {
    happened: 'Nothing has come and the site is overdue',
    text: 'What is shown of it may no longer be so. Call the site; do not take silence for health.',
    command: '',
  },
  {
    happened: 'Invitation or code was lost, or told to the wrong person',
    text: 'At headquarters invite the site again: the earlier invitation ends. Tell the code in person, the invitation in any way.',
    command: 'fieldmarshal site invite SITE --environments NAMES',
  },
  {
    happened: 'The key of headquarters is lost',
    text: 'Invite every site again.',
    command: 'fieldmarshal site invite SITE --environments NAMES',
  },
];
