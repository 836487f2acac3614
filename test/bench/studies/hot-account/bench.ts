import { parseArgs } from 'node:util';
import { errorText } from '../../../../infra/cli/command.ts';
import { MAX_SHARDS } from '../../../../shared/domain/money/ledger/shards.ts';
import { sharded, underfunded, wellFunded } from './candidates.ts';
import { ASSUMPTIONS, type Candidate, type Load, type Report, run } from './run.ts';

const HELP = `Compares ways to keep an account that takes thousands of orders per second, in a simulation with DynamoDB's limits.

  npm run bench:hot-account

It takes no arguments. Times are simulated, so every figure is the same on every machine.`;

const SEED = 20_261_125;
const ampleFunds: Load = {
  seed: SEED,
  ordersPerSecond: 0,
  ms: 4_000,
  maxAmount: 1_000,
  funds: 1e12,
  deposit: 0,
};
const MEAN = (ampleFunds.maxAmount + 1) / 2;

/** 2,000 orders a second, with money for a part of them. */
const scarceFunds: readonly (readonly [string, Load])[] = [
  ['the money runs out', { ...ampleFunds, ordersPerSecond: 2_000, funds: MEAN * 6_400 }],
  ['money trickles in', { ...ampleFunds, ordersPerSecond: 2_000, funds: MEAN * 1_000, deposit: MEAN * 100 }],
];

const rounded = (value: number) => Math.round(value).toLocaleString('en');
const share = (count: number, of: number) => `${((100 * count) / Math.max(1, of)).toFixed(2)} %`;
const per = (count: number, of: number) => (count / Math.max(1, of)).toFixed(2);

type Columns = Readonly<Record<string, (report: Report) => string>>;

const rates: Columns = {
  'accepted/s': (report) => rounded(report.acceptedPerSecond),
  busy: ({ busy, arrived }) => share(busy, arrived),
  'p50 ms': ({ median }) => rounded(median),
  'p99 ms': ({ p99 }) => rounded(p99),
  'transactions/order': ({ transactions, arrived }) => per(transactions, arrived),
  'units/order': ({ balanceUnits, arrived }) => per(balanceUnits, arrived),
};

const refusals: Columns = {
  accepted: ({ accepted, arrived }) => share(accepted, arrived),
  busy: ({ busy, arrived }) => share(busy, arrived),
  'refused falsely': ({ refusedFalsely, arrived }) => share(refusedFalsely, arrived),
  'p50 ms': ({ median }) => rounded(median),
  'p99 ms': ({ p99 }) => rounded(p99),
  'transactions/order': ({ transactions, arrived }) => per(transactions, arrived),
  'units/order': ({ balanceUnits, arrived }) => per(balanceUnits, arrived),
  'read units/order': ({ readUnits, arrived }) => per(readUnits, arrived),
};

const line = (cells: readonly string[]) =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(36) : cell.padStart(20))).join('');

function table(title: string, columns: Columns, rows: readonly (readonly [string, Candidate, Load])[]): void {
  console.log(`\n${title}\n${line(['', ...Object.keys(columns)])}`);
  for (const [name, candidate, load] of rows) {
    const report = run(candidate, load);
    console.log(line([name, ...Object.values(columns).map((cell) => cell(report))]));
  }
}

function bench(): void {
  for (const ordersPerSecond of [100, 1_000, 5_000, 7_500]) {
    const load = { ...ampleFunds, ordersPerSecond };
    table(
      `${rounded(ordersPerSecond)} orders a second, enough money`,
      rates,
      wellFunded.map((candidate) => [candidate.name, candidate, load]),
    );
  }
  for (const [title, load] of scarceFunds) {
    table(
      `2,000 orders a second, ${title}`,
      refusals,
      underfunded.map((candidate) => [candidate.name, candidate, load]),
    );
  }
  table(
    `5,000 orders a second on ${MAX_SHARDS} shards, by how long a transaction holds its items`,
    rates,
    [1, 2, 3, 5, 8].map((holdMs) => {
      const load = { ...ampleFunds, ordersPerSecond: 5_000, assumptions: { ...ASSUMPTIONS, holdMs } };
      return [`${holdMs} ms`, sharded(MAX_SHARDS), load] as const;
    }),
  );
}

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
  if (values.help) console.log(HELP);
  else bench();
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
}
