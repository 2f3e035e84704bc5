import { expect, it } from 'vitest';
import { proposeTitle, type TitleFacts } from './propose.ts';

const facts: TitleFacts = {
  title: 'find-a-document fails',
  causes: ['Search'],
  seen: 'find-a-document fails: timeout after 30 s',
  hit: ['Find a document', 'Share', 'Export'],
  environment: 'eu-prod',
};

it('says who broke it, what it does, where and what that hits', () => {
  expect(proposeTitle(facts)).toBe('Search fails in eu-prod, hits Find a document and Share');
  expect(proposeTitle({ ...facts, seen: 'Search answers with 503' })).toBe(
    'Search returns errors in eu-prod, hits Find a document and Share',
  );
  expect(proposeTitle({ ...facts, seen: 'Latency is up', hit: [], environment: null })).toBe(
    'Search is slow',
  );
  expect(proposeTitle({ ...facts, seen: 'Latency is up', causes: ['Search', 'Maps'], hit: [] })).toBe(
    'Search and Maps are slow in eu-prod',
  );
  expect(proposeTitle({ ...facts, seen: '5 % errors', causes: ['Search', 'Maps'], hit: ['Share'] })).toBe(
    'Search and Maps return errors in eu-prod, hit Share',
  );
  expect(proposeTitle({ ...facts, seen: 'It times out', hit: [], environment: null })).toBe('Search is slow');
  expect(proposeTitle({ ...facts, seen: 'A memory leak' })).toMatch(/^Search fails /);
  expect(proposeTitle({ ...facts, seen: 'Orders were lost' })).toMatch(/^Search loses data in /);
  expect(proposeTitle({ ...facts, seen: 'Are orders lost?' })).toMatch(/^Search may lose data in /);
  expect(proposeTitle({ ...facts, seen: 'Errors, but no data was lost' })).toMatch(/^Search returns errors /);
  expect(proposeTitle({ ...facts, seen: 'A security group was changed' })).toMatch(/^Search fails /);
});

it('proposes nothing where nobody is named or the title names them, and leaves out what does not fit', () => {
  expect(proposeTitle({ ...facts, causes: [] })).toBeNull();
  expect(proposeTitle({ ...facts, title: 'search is broken' })).toBeNull();
  expect(proposeTitle({ ...facts, hit: ['x'.repeat(120)] })).toBe('Search fails in eu-prod');
  expect(proposeTitle({ ...facts, causes: ['x'.repeat(200)] })).toBeNull();
});
