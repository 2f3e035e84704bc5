import type { AuditRow } from '@fieldmarshal/contract/identity';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { auditText } from '../core/audit-chain.ts';
import { verifyAuditLines } from './verify-lines.ts';

/** Rows 1 to 5, newest first, as an export has them; the last may record that the first ones were deleted. */
function exported({ through = 0 } = {}): string[] {
  let head = Buffer.alloc(32);
  const hashes = [head.toString('hex')];
  return [1, 2, 3, 4, 5]
    .map((seq) => {
      const trimmed = { action: 'audit.trimmed', after: { through, hash: hashes[through] } };
      const content = {
        ...{ at: `2026-11-27T10:00:0${seq}.000Z`, actor: 'person:mira', actorName: 'Mira', action: 'made' },
        ...{ subject: `Product/p${seq}`, before: null, after: { b: 1, a: ['x'] }, requestId: `r${seq}` },
        ...(seq === 5 && through > 0 ? trimmed : {}),
      };
      const said = createHash('sha256').update(auditText(content)).digest();
      head = createHash('sha256').update(head).update(said).digest();
      hashes.push(head.toString('hex'));
      return JSON.stringify({ seq, ...content, hash: head.toString('hex') });
    })
    .toReversed();
}

const end = (complete: boolean, rows = 5): string => JSON.stringify({ end: true, complete, rows });

const third = 2;

describe('rows of the audit log in a file', () => {
  test('are whole in any order, also when some are there twice', async () => {
    const rows = exported();
    for (const lines of [rows, rows.toReversed(), [...rows, rows[third] ?? '', '']])
      expect(await verifyAuditLines(lines)).toMatchObject({
        ...{ entries: 5, firstSeq: 1, headSeq: 5, gaps: [], fromStart: true, broken: null },
      });
  });

  test.each([
    ['Mira', 'Bo'],
    ['"before":null', '"before":1'],
    ['Product/p3', 'Product/p9'],
    ['"b":1', '"b":2'],
  ])('of which one was altered (%s) are broken there', async (was, now) => {
    const rows = exported();
    const altered = rows.with(third, (rows[third] ?? '').replace(was, now));
    expect((await verifyAuditLines(altered)).broken?.seq).toBe(3);
  });

  test('of which some were taken out have a gap, which is broken where none may be missing', async () => {
    const lacking = exported().toSpliced(third, 1);
    expect(await verifyAuditLines(lacking)).toMatchObject({
      ...{ entries: 4, gaps: [{ from: 3, to: 3 }], hasEnd: false, broken: null },
    });
    const broken = { seq: 3, why: 'row 3 is missing' };
    expect((await verifyAuditLines(lacking, { complete: true })).broken).toEqual(broken);
    expect((await verifyAuditLines([...lacking, end(true)])).broken).toEqual(broken);
    const partial = await verifyAuditLines([...lacking, end(false, 4)]);
    expect(partial).toMatchObject({ hasEnd: true, broken: null });
  });

  test('end with how many there are: the newest and the oldest are missed too', async () => {
    expect((await verifyAuditLines([...exported(), end(true)])).broken).toBeNull();
    expect((await verifyAuditLines([...exported().slice(2), end(true)])).broken).toMatchObject({ seq: 4 });
    const late = await verifyAuditLines([...exported().slice(0, 3), end(true)]);
    expect(late).toMatchObject({ fromStart: false, broken: { seq: 3 } });
  });

  test('begin after those that a row records as deleted after their time', async () => {
    const rows = exported({ through: 2 });
    const kept = rows.slice(0, 3);
    expect(await verifyAuditLines(kept, { complete: true })).toMatchObject({ fromStart: true, broken: null });
    expect((await verifyAuditLines(rows.slice(0, 2), { complete: true })).broken).toMatchObject({ seq: 4 });
  });

  test('must hold a row that was noted elsewhere', async () => {
    const rows = exported();
    const { headHash } = await verifyAuditLines(rows);
    const said = async (head: string, lines = rows) => (await verifyAuditLines(lines, { head })).broken;
    expect(await said(`5:${headHash}`)).toBeNull();
    expect(await said(`4:${headHash}`)).toMatchObject({ seq: 4 });
    expect(await said(`5:${headHash}`, rows.slice(1))).toMatchObject({ seq: 5 });
  });

  test('of which one is hidden are proven past it; what its hashes are is proven, too', async () => {
    const rows = exported();
    const { seq, hash, ...content } = JSON.parse(rows[third] ?? '') as AuditRow; // oxlint-disable-line typescript/no-unsafe-type-assertion
    const contentHash = createHash('sha256').update(auditText(content)).digest('hex');
    const hide = (stub: object) => rows.with(third, JSON.stringify({ seq, hidden: true, ...stub }));
    expect(await verifyAuditLines(hide({ contentHash, hash }))).toMatchObject({ hidden: 1, broken: null });
    expect((await verifyAuditLines(hide({ contentHash: hash, hash }))).broken).toMatchObject({ seq: 3 });
    expect((await verifyAuditLines(hide({ contentHash, hash: contentHash }))).broken).toMatchObject({
      seq: 3,
    });
  });

  test('of which one is there twice and not the same are broken', async () => {
    const rows = exported();
    const forged = (rows[third] ?? '').replace('Mira', 'Bo');
    expect((await verifyAuditLines([forged, ...rows])).broken).toMatchObject({ seq: 3 });
  });

  test('are refused where a line is none', async () => {
    for (const line of ['{}', 'no JSON'])
      await expect(verifyAuditLines(['', line])).rejects.toThrow('Line 2 is no row of the audit log.');
  });
});
