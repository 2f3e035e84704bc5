/**
 * Words that people also write when they mean no team, no product and nobody of that name. What is not here counts as a name; a name too
 * many is only looked at once more.
 */
const inMessages = `
  access account accounts address alert alerts analytics answer app application applications apps area archive article audit auth backup
  basket benefit bill billing book booking bookings box bridge browser build business calendar call calls card cards care cart case cases
  casework catalog change changes channel chat check checkout claim client clients cloud code comment commerce community company connect
  contact content core country course customer customers data date delivery demand desk device devices directory document documents domain
  download drive edge email end entry events exchange export family feature feed field field fields file files finance find flow folder form
  forms front gateway group groups guest guide health help history home hook host hub identity image images import inbox index insights
  invoice invoices issue items job jobs journal key language launch learning ledger library life link links list live local location log login
  mail main manager map maps market media member members message messages mobile money monitor network news note notes office online open
  operations order orders page pages partner partners pay payment payments payroll people person phone photo photos pictures plan planning
  platform play point policy pool portal post power preview price prices pricing print process product products profile profiles project
  projects public queue rates reach read record records recovery region registration reliability relief reminder report reporting reports
  request requests research retail return review room route sales save schedule school search security send service services session settings
  share shipping shop sign site sites software sound source space staff stage start statement station status stock storage store stream
  students supply support survey system systems table task tasks team text ticket tickets till time timeline tools track tracking trade traffic
  training transfer travel update upload user users value vehicle video visit visits voice wallet watch web website work workflow workspace
  zugang zugriff daten suche konto konten anmeldung zahlung zahlungen bericht berichte netz netzwerk dienst dienste plattform speicher
  sicherheit hilfe akte akten fall karte kasse versand lager auftrag auftraege bestellung rechnung post termin termine dateien datei
  accès données recherche compte comptes paiement paiements rapport rapports réseau service services stockage sécurité aide dossier dossiers
  commande commandes facture factures courrier fichier fichiers rendez-vous livraison`;

/** Given and family names with which a sentence may begin that is about nobody. */
const atTheBeginning = `
  will mark grace may rose hope bill frank art sue joy summer ray guy rob pat drew chase grant miles dean earl faith iris ivy lily jade amber
  ruby dawn april june august melody harmony robin penny olive violet heath cliff forest glen mason hunter cook young king long short brown
  black white green gray grey day price rich wise good love best stone wood wells hill ford lane park house church major page little small
  strong swift sharp powers bush waters snow frost winter rain storm still per most more each kind klein gross groß lang kurz neu alt jung
  schnell stark wolf koch bauer ernst frei fein gut hell recht süß sommer herbst morgen montag tag petit grand bon beau leblanc blanc noir
  roux mars noël aimé clair marchand`;

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));
const ordinary = wordsOf(inMessages);
const beginnings = wordsOf(atTheBeginning);

/** Whether a word of messages to users is written like this. Names with marks, digits or spaces are none. */
export function isOrdinaryWord(word: string): boolean {
  return ordinary.has(word.toLowerCase());
}

/** Whether a sentence may begin with this word without meaning somebody. */
export function mayBeginSentence(word: string): boolean {
  return beginnings.has(word.toLowerCase()) || isOrdinaryWord(word);
}
