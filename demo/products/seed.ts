import type { Json } from './behaviour.ts';

export const people: Json[] = [
  { id: 'caseworker', name: 'Miriam Tessema', role: 'Caseworker' },
  { id: 'nurse', name: 'Patrick Oyelaran', role: 'Nurse coordinator' },
  { id: 'rehearsal', name: 'Rehearsal account', role: 'Rehearsal' },
];

const cases: Json[] = [
  ['C-1001', 'Farid Rahimi', 4, 'Nordhaven', 'fa', 'Waiting for a home'],
  ['C-1002', 'Olena Kravets', 3, 'Nordhaven', 'uk', 'Waiting for a home'],
  ['C-1003', 'Samuel Mbeki', 2, 'Flussau', 'fr', 'In conversation'],
  ['C-1004', 'Nour Al-Sayed', 6, 'Puerto Claro', 'ar', 'Waiting for a home'],
  ['C-1005', 'Tigist Bekele', 1, 'Flussau', 'am', 'Housed'],
  ['C-1006', 'Marisol Quispe', 5, 'Val-Serein', 'es', 'In conversation'],
].map(([id, name, size, place, language, state]) => ({ id, name, size, place, language, state, home: null }));

const homes: Json[] = [
  ['H-01', '12 Harbour Lane', 'Nordhaven', 4, 1.2],
  ['H-02', '3 Mill Court', 'Nordhaven', 3, 2.6],
  ['H-03', 'Lindenweg 8', 'Flussau', 2, 0.8],
  ['H-04', 'Calle del Faro 21', 'Puerto Claro', 6, 3.1],
  ['H-05', '7 rue des Saules', 'Val-Serein', 5, 1.9],
  ['H-06', '40 Signal Row', 'Nordhaven', 5, 4.4],
].map(([id, name, place, beds, km]) => ({ id, name, place, beds, km, takenBy: null }));

const patients: Json[] = [
  ['P-201', 'Agnes Thornbury', 'Breast', 1, 9],
  ['P-202', 'Kwame Boateng', 'Lung', 1, 12],
  ['P-203', 'Ilse Vandermeer', 'Thyroid', 3, 41],
  ['P-204', 'Ravi Subramaniam', 'Colon', 2, 23],
  ['P-205', 'Conchita Ibarra', 'Lymphoma', 2, 17],
  ['P-206', 'Edward Pellew', 'Skin', 4, 55],
  ['P-207', 'Sunniva Dahl', 'Ovary', 1, 6],
].map(([id, name, diagnosis, priority, days]) => ({
  id,
  name,
  diagnosis,
  priority,
  waitingDays: days,
  appointment: null,
}));

const groups: Json[] = [{ id: 'caseworkers' }, { id: 'nurses' }];

/** The records that every environment starts with, and falls back to after a crash of `objects`. */
export function seedRecords(): Map<string, Map<string, Json>> {
  const table = (rows: Json[]) => new Map(rows.map((row) => [String(row['id']), structuredClone(row)]));
  return new Map([
    ['case', table(cases)],
    ['home', table(homes)],
    ['patient', table(patients)],
    ['group', table(groups)],
    ['rehearsal', table([{ id: 'rehearsal', name: 'Rehearsal' }])],
  ]);
}
