import { expect, it } from 'vitest';
import { auditReport } from '../../../../infra/cli/audit.ts';
import { audit } from '../../../../shared/domain/audit/audit.ts';
import { cleanSnapshot } from '../../domain/audit/clean-books-fixture.ts';

it('the report of clean books says of each check that it is ok, and what the platform has', () => {
  const report = auditReport(cleanSnapshot, audit(cleanSnapshot));
  expect(report).toMatch(/every balance equals the journal +2 {2}ok/);
  expect(report).not.toContain('Differences');
  expect(report).toContain('platform:settlement/USD  -10');
});

it('the report tells below each check what differs, and no more than twenty lines of it', () => {
  const differences = Array.from({ length: 22 }, (_, index) => `difference ${index}`);
  const report = auditReport(cleanSnapshot, [
    { name: 'one check', examined: 30, differences },
    { name: 'another', examined: 1, differences: [] },
  ]);
  expect(report).toContain('one check        30  22 DIFFER\nanother           1  ok');
  expect(report).toContain('Differences:\n  one check\n    difference 0\n');
  expect(report).toContain('    difference 19\n    … and 2 more\n');
  expect(report).not.toContain('difference 20');
});
