import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { auditText } from '../core/audit-chain.ts';
import { verifyAuditLines } from './verify-lines.ts';

/** Rows 1 to 5, newest first, as an export has them. */
function exported(): string[] {
  let head = Buffer.alloc(32);
  return [1, 2, 3, 4, 5]
    .map((seq) => {
      const content = {
        ...{ at: `2026-11-27T10:00:0${seq}.000Z`, actor: 'person:mira', actorName: 'Mira', action: 'made' },
        ...{ subject: `Product/p${seq}`, before: null, after: { b: 1, a: ['x'] }, requestId: `r${seq}` },
      };
      const said = createHash('sha256').update(auditText(content)).digest();
      head = createHash('sha256').update(head).update(said).digest();
      return JSON.stringify({ seq, ...content, hash: head.toString('hex') });
    })
    .toReversed();
}

const third = 2;

describe('rows of the audit log in a file', () => {
  test('are whole in any order, also when some are there twice', async () => {
    const rows = exported();
    for (const lines of [rows, rows.toReversed(), [...rows, rows[third] ?? '', '']])
      expect(await verifyAuditLines(lines)).toMatchObject({
        ...{ entries: 5, firstSeq: 1, headSeq: 5, unproven: [], broken: null },
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

  test('of which one was taken out leave the next unproven', async () => {
    const found = await verifyAuditLines(exported().toSpliced(third, 1));
    expect(found).toMatchObject({ entries: 4, unproven: [4], broken: null });
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
