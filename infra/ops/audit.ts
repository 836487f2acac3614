import { audit, type Check, platformBalances } from '../../shared/audit/audit.ts';
import {
  AUDITED_ATTRIBUTES,
  AUDITED_ROOMS,
  type Books,
  readBooks,
  type TableContents,
} from '../../shared/audit/books.ts';
import { linesEqualJournal } from '../../shared/audit/lines.ts';
import { currencyOf } from '../../shared/ledger/accounts.ts';
import { majorText } from '../../shared/money/amount.ts';
import { printable } from './columns.ts';
import { type Operator, runCommand } from './operator.ts';

const HELP = `Ties every journal entry to the record that caused it, and recomputes every balance, sum and count that is kept.

  npm run audit -- [--data DIR]

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment instead
Exit code 1 when anything differs.`;

/** Differences of one check that are printed. */
const SHOWN = 20;

/** Reads the tables of a deployment that an audit reads. */
export async function readTables({ scan }: Operator): Promise<TableContents> {
  const rooms = await Promise.all(
    AUDITED_ROOMS.map(async (room) => [room, await scan(room, AUDITED_ATTRIBUTES[room])] as const),
  );
  return Object.fromEntries(rooms) as unknown as TableContents;
}

/** Reads the books of a deployment. */
export const readDeployment = async (operator: Operator): Promise<Books> =>
  readBooks(await readTables(operator));

/** Lines of statements follow the ledger within moments; what has none after so long has lost it. */
const LINES_WITHIN_MS = 60_000;

/** Reads the books of a deployment, its statements last, and audits both. */
export async function auditDeployment(operator: Operator): Promise<{ books: Books; checks: Check[] }> {
  const dueBefore = operator.platform.now() - LINES_WITHIN_MS;
  const books = await readDeployment(operator);
  const lines = linesEqualJournal(books.items.ledger, await operator.scan('statements'), dueBefore);
  return { books, checks: [...audit(books), lines] };
}

/** The audit as a table, differences below it. */
export function auditReport(books: Books, checks: readonly Check[]): string {
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
          ...differences.slice(0, SHOWN).map((line) => `    ${printable(line)}`),
          ...(differences.length > SHOWN ? [`    … and ${differences.length - SHOWN} more`] : []),
        ],
  );
  const platform = [...platformBalances(books)].map(
    ([account, minor]) => `  ${account}  ${majorText(minor, currencyOf(account))}`,
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
