import { describe, expect, it } from 'vitest';
import { faultsOf, type KnownFacts, type Source } from '../index.ts';

const told = [
  'The Gateway caused the failure of Search.',
  'Ben asked Anna to restart the Ledger node.',
  'Payments failed after the deploy of release 88.',
  'Search is slow, but Billing is not affected.',
  '217 files of 38 customers are missing in Dublin, 12 of them for good.',
  'The Indexer reads from the replica.',
  'The error rate rose to 5% and we rolled back release 87.',
  'The cause is a full disk of node 4.',
  'Anna restarted the Gateway. Ben drained the Ledger.',
  'Not all shops of Oslo are open.',
  'The router was replaced.',
  'After the restart of node 7 errors stopped.',
];
const sources: readonly Source[] = told.map((text, index) => ({
  ...{ id: String(index + 1), status: null, text },
  at: new Date(Date.UTC(2026, 2, 31, 10, index * 5)).toISOString(),
}));
const known: KnownFacts = { text: 'Search fails\nSearch\nGateway\nSEV1', instants: [] };
const faults = (text: string, ...cites: number[]): string[] =>
  faultsOf({ text, cites: cites.map(String) }, sources, known).map(({ kind }) => kind);

describe('a sentence that keeps the relations of its entries is shown', () => {
  it.each<[string, ...number[]]>([
    ['Search failed because of the Gateway.', 1],
    ['The failure of Search was caused by the Gateway.', 1],
    ['Anna was asked by Ben to restart the Ledger node.', 2],
    ['After the deploy of release 88 payments failed.', 3],
    ['Billing is not affected, but Search is slow.', 4],
    ['217 files of 38 customers are missing.', 5],
    ['In Dublin 217 files are missing.', 5],
    ['We rolled back release 87 after the error rate rose to 5%.', 7],
    ['A full disk of node 4 is the cause.', 8],
    ['Anna restarted the Gateway and Ben drained the Ledger.', 9],
    ['The Gateway was restarted by Anna.', 9],
    ['Not all shops of Oslo are open.', 10],
    ['Errors stopped after the restart of node 7.', 12],
    ['Payments failed before the router was replaced.', 3, 11],
  ])('%s', (text, ...cites) => {
    expect(faults(text, ...cites)).toEqual([]);
  });
});

describe('true words in a wrong relation are refused', () => {
  it.each<[string, string, ...number[]]>([
    ['effect as cause', 'Search caused the failure of the Gateway.', 1],
    ['effect as cause, passive', 'The failure of the Gateway was caused by Search.', 1],
    ['effect as cause, because', 'The Gateway failed because of Search.', 1],
    ['cause where none is told', 'Payments failed because the router was replaced.', 3, 11],
    ['another cause than is told', 'Search fails because of release 88.', 3, 8],
    ['doer as done to', 'Anna asked Ben to restart the Ledger node.', 2],
    ['doer as done to, passive', 'Ben was asked by Anna to restart the Ledger node.', 2],
    ['who did another thing', 'Ben restarted the Gateway.', 9],
    ['what was done to another', 'Anna restarted the Ledger.', 9],
    ['after for before', 'Payments failed before the deploy of release 88.', 3],
    ['before for after', 'The router was replaced before payments failed.', 3, 11],
    ['later for earlier, across entries', 'Payments failed after the router was replaced.', 3, 11],
    ['denial on another', 'Billing is slow, but Search is not affected.', 4],
    ['what is said of another', 'Billing is slow.', 4],
    ['count of another', '38 files of 217 customers are missing.', 5],
    ['count of something else', '217 customers miss files.', 5],
    ['direction of a deed', 'The replica reads from the Indexer.', 6],
    ['the contrary', 'The error rate fell to 5%.', 7],
    ['the contrary of a deed', 'We rolled out release 87.', 7],
    ['some as none', 'All shops of Oslo are not open.', 10],
  ])('%s: %s', (_name, text, ...cites) => {
    expect(faults(text, ...cites)).not.toEqual([]);
  });
});

const german: readonly Source[] = [
  'Der Ausfall des Gateways wurde durch die Suche verursacht.',
  'Anna hat Ben gebeten, den Knoten 4 neu zu starten.',
  'Zahlungen schlugen fehl, nachdem Version 88 ausgerollt wurde.',
  'Die Suche ist langsam, aber die Abrechnung ist nicht betroffen.',
].map((text, index) => ({ id: String(index + 1), at: '2026-03-31T10:00:00Z', status: null, text }));
const foreign: readonly Source[] = [
  'La panne de Search a été causée par la passerelle.',
  'Los pagos fallaron después de la actualización del servidor.',
  '検索が失敗したのでゲートウェイを再起動しました。',
  'Nodul 4 nu răspunde, iar căutarea este lentă pentru clienții din Cluj.',
  'Węzeł 4 nie odpowiada, a wyszukiwanie jest wolne dla klientów.',
].map((text, index) => ({ id: String(index + 1), at: '2026-03-31T10:00:00Z', status: null, text }));

describe('other languages', () => {
  it.each([
    ['Die Suche hat den Ausfall des Gateways verursacht.', 1, german],
    ['Nachdem Version 88 ausgerollt wurde, schlugen Zahlungen fehl.', 3, german],
    ['La passerelle a provoqué la panne de Search.', 1, foreign],
    ['検索が失敗したのでゲートウェイを再起動しました。', 3, foreign],
    ['Nodul 4 nu răspunde, iar căutarea este lentă pentru clienții din Cluj.', 4, foreign],
    ['Węzeł 4 nie odpowiada, a wyszukiwanie jest wolne dla klientów.', 5, foreign],
  ])('keeps: %s', (text, cite, given) => {
    expect(faultsOf({ text, cites: [String(cite)] }, given, { text: '', instants: [] })).toEqual([]);
  });

  it.each([
    ['Der Ausfall der Suche wurde durch das Gateway verursacht.', 1, german],
    ['Version 88 wurde ausgerollt, nachdem Zahlungen fehlschlugen.', 3, german],
    ['Ben hat Anna gebeten, den Knoten 4 neu zu starten.', 2, german],
    ['Die Abrechnung ist langsam, aber die Suche ist nicht betroffen.', 4, german],
    ['La panne de la passerelle a été causée par Search.', 1, foreign],
    ['Los pagos fallaron antes de la actualización del servidor.', 2, foreign],
    // A language that is not known: any choice of its words could say something else.
    ['Nodul 4 răspunde, iar căutarea este lentă pentru clienții din Cluj.', 4, foreign],
    ['Nodul 4 este lent pentru clienții din Cluj.', 4, foreign],
    ['Węzeł 4 odpowiada, a wyszukiwanie jest wolne dla klientów.', 5, foreign],
  ])('refuses: %s', (text, cite, given) => {
    expect(faultsOf({ text, cites: [String(cite)] }, given, { text: '', instants: [] })).not.toEqual([]);
  });
});
