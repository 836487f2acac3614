import { expect, it } from 'vitest';
import { auditReport } from '../../../../infra/cli/audit.ts';
import { audit } from '../../../../shared/domain/audit/audit.ts';
import { cleanSnapshot } from '../../domain/audit/clean-books-fixture.ts';

it('the report of clean books shows every check as ok, and the platform’s accounts', () => {
  const report = auditReport(cleanSnapshot, audit(cleanSnapshot));
  expect(report).toMatch(/every balance equals the journal +2 {2}ok/);
  expect(report).not.toContain('Differences');
  expect(report).toContain('platform:settlement/USD  -10');
});

it('the report lists the differences of each check, at most twenty', () => {
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
