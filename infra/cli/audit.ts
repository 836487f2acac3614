import { escapeLine } from '../../clients/cli/common/text-table.ts';
import { audit, type CheckResult, platformBalances } from '../../shared/domain/audit/audit.ts';
import {
  AUDITED_ATTRIBUTES,
  AUDITED_TABLES,
  type AuditSnapshot,
  snapshotFrom,
  type TableContents,
} from '../../shared/domain/audit/snapshot.ts';
import { linesEqualJournal } from '../../shared/domain/audit/statement-checks.ts';
import { currencyOf } from '../../shared/domain/money/ledger/account.ts';
import { formatAmount } from '../../shared/wire/money/amount.ts';
import { type Operator, runCommand } from './command.ts';

const HELP = `Checks every journal entry against the record that caused it, and recomputes every stored balance, sum and count.

  npm run audit -- [--data DIR]

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead
The exit code is 1 when anything differs.`;

/** The maximum number of differences to print per check. */
const MAX_SHOWN = 20;

/** Reads those tables of a deployment that the audit examines. */
export async function readTables({ scan }: Operator): Promise<TableContents> {
  const tables = await Promise.all(
    AUDITED_TABLES.map(async (table) => [table, await scan(table, AUDITED_ATTRIBUTES[table])] as const),
  );
  return Object.fromEntries(tables) as unknown as TableContents;
}

/** Reads the books of a deployment. */
export const readDeploymentSnapshot = async (operator: Operator): Promise<AuditSnapshot> =>
  snapshotFrom(await readTables(operator), operator.deps.now());

/** Statement lines follow ledger entries within moments; an entry without a line after this time has lost it. */
const MAX_LINE_DELAY_MS = 60_000;

/** Reads the books of a deployment, its statements last, and audits both. */
export async function auditDeployment(
  operator: Operator,
): Promise<{ books: AuditSnapshot; checks: CheckResult[] }> {
  const dueBefore = operator.deps.now() - MAX_LINE_DELAY_MS;
  const books = await readDeploymentSnapshot(operator);
  const lines = linesEqualJournal(books.items.ledger, await operator.scan('statements'), dueBefore);
  return { books, checks: [...audit(books), lines] };
}

/** Returns the audit as a table with the differences below it. */
export function auditReport(books: AuditSnapshot, checks: readonly CheckResult[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const rows = checks.map(({ name, examined, differences }) => {
    const verdict = differences.length === 0 ? 'ok' : `${differences.length} DIFFER`;
    return `${name.padEnd(width)}  ${String(examined).padStart(8)}  ${verdict}`;
  });
  const details = checks.flatMap(({ name, differences }) =>
    differences.length === 0
      ? []
      : [
          `  ${name}`,
          ...differences.slice(0, MAX_SHOWN).map((line) => `    ${escapeLine(line)}`),
          ...(differences.length > MAX_SHOWN ? [`    … and ${differences.length - MAX_SHOWN} more`] : []),
        ],
  );
  const platform = [...platformBalances(books)].map(
    ([account, minor]) => `  ${account}  ${formatAmount(minor, currencyOf(account))}`,
  );
  return [
    `${'check'.padEnd(width)}  ${'examined'.padStart(8)}  result`,
    ...rows,
    ...(details.length > 0 ? ['', 'Differences:', ...details] : []),
    ...(platform.length > 0 ? ['', "The platform's accounts, by the journal:", ...platform] : []),
  ].join('\n');
}

if (import.meta.main) {
  await runCommand(HELP, async (_, operator) => {
    const { books, checks } = await auditDeployment(operator);
    if (checks.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
    return auditReport(books, checks);
  });
}
