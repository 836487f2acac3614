import type { CaseContext } from '../../support/cases/case.ts';
import type { Figure, Section } from '../frame/figure.ts';
import { type Call, kindOf } from './call.ts';
import { type Counts, countsOf, dollarsPerMillion } from './cost.ts';
import { readRuns } from './logs.ts';
import { type MeteredCloud, startMeteredCloud } from './metered-cloud.ts';
import {
  type BenchAction,
  benchActions,
  CARD_IN_GROUP,
  closePricedMerchant,
  openPricedMerchant,
} from './priced-merchant.ts';
import prices from './prices.json' with { type: 'json' };
import { reasonFor } from './reasons.ts';

const COLUMNS = {
  'read units': ({ readUnits }) => readUnits,
  'write units': ({ writeUnits }) => writeUnits,
  'lines among them': ({ lineUnits }) => lineUnits,
  transactions: ({ transactions }) => transactions,
  'items in them': ({ transactionItems }) => transactionItems,
  'single writes': ({ singleWrites }) => singleWrites,
  invocations: ({ invocations }) => invocations,
  'SQS requests': ({ sqsRequests }) => sqsRequests,
  'stream reads': ({ streamReads }) => streamReads,
  'ms billed, estimated': ({ billedMs }) => billedMs,
  'US$ a million': (counts) => Number(dollarsPerMillion(counts).toFixed(2)),
} satisfies Readonly<Record<string, (counts: Counts) => number>>;

type Column = keyof typeof COLUMNS;

/** The maximum counts of any order: operation, relay, deliver, and the worker that writes statement lines. */
const ORDER = { transactions: 1, 'single writes': 2, invocations: 4, 'SQS requests': 3 } as const;
const MONEY_MOVED = { ...ORDER, 'write units': 23, 'items in them': 6, 'US$ a million': 23 } as const;

/** Targets of orders on embedded cards, from the request to the delivered notification. */
const TARGETS: Readonly<Record<string, Partial<Record<Column, number>>>> = {
  Recharge: MONEY_MOVED,
  Refund: MONEY_MOVED,
  'Apply for a Card Opening': { ...ORDER, 'write units': 31 },
  'Cancel Card Application': { ...ORDER, 'write units': 27 },
};

/** Operations for which each written item is shown. */
const SHOWN = ['Recharge', CARD_IN_GROUP];

/** Measures every operation in the synthesized app, from the request to the delivered notification, one at a time. */
export async function measureCost(): Promise<Section> {
  const metered = await startMeteredCloud();
  const context = await openPricedMerchant(metered);
  try {
    const runs = readRuns(metered.cloud.logsDir);
    const figures: Figure[] = [];
    const targets: Figure[] = [];
    const items: Figure[] = [];
    for (const action of benchActions) {
      // The first run starts functions and writes items that are written only once.
      await doIt(action, context, metered);
      runs();
      const calls = await doIt(action, context, metered, () => void runs());
      const counts = countsOf(calls, runs());
      figures.push(figureOf(action, counts));
      targets.push(...targetsOf(action, counts));
      if (SHOWN.includes(action.name)) items.push(...itemsOf(action.name, calls));
    }
    const title = `Cost: of each operation from its request until its notification is delivered, at prices of ${prices.asOf}`;
    return { id: 'cost', title, figures: [...figures, ...targets, ...items] };
  } finally {
    await closePricedMerchant(context);
    await metered.stop();
  }
}

async function doIt(
  { prepare }: BenchAction,
  context: CaseContext,
  metered: MeteredCloud,
  ready: () => void = () => undefined,
): Promise<Call[]> {
  const go = await prepare(context);
  await metered.settledCalls();
  ready();
  await go();
  return metered.settledCalls();
}

const figureOf = ({ name }: BenchAction, counts: Counts): Figure => ({
  name,
  at: Object.keys(COLUMNS),
  values: Object.values(COLUMNS).map((of) => of(counts)),
});

/** Returns a row for each of an operation's targets. */
function targetsOf({ name }: BenchAction, counts: Counts): Figure[] {
  const targets = Object.entries(TARGETS[name] ?? {}) as [Column, number][];
  return targets.map(([column, atMost]) => ({
    name: `${name}: ${column}`,
    at: ['measured'],
    values: [COLUMNS[column](counts)],
    target: { atMost },
  }));
}

/** Returns each written item, in order, with the units of it and of its index entries, and the reason. */
function itemsOf(name: string, calls: readonly Call[]): Figure[] {
  const at = ['item', 'its indexes'];
  return calls
    .flatMap(({ written }) => written)
    .map((one, nth): Figure => {
      const indexes = Object.values(one.units.indexes).reduce((sum, units) => sum + units, 0);
      const label = `${name}, write ${nth + 1}: ${kindOf(one)}: ${reasonFor(one)}`;
      return { name: label, at, values: [one.units.table, indexes] };
    });
}
