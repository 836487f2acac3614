import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Put } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import type { Account } from '../ledger/account.ts';
import { entryFrom } from '../ledger/entry.ts';
import { voidClosingBalances } from './closing-balances.ts';
import { platformLineKey, platformLinesOf } from './platform-account-lines.ts';
import {
  lineFromBalanceItem,
  lineKey,
  type NumberedLine,
  numberedLineFrom,
  type StatementLine,
} from './statement-line.ts';

/** What the line worker needs of the platform. */
export type LineDependencies = Pick<Dependencies, 'store' | 'now' | 'alarm'>;

/** There is another line of this number: two changes of a balance were numbered alike. */
export class LineConflict extends Error {
  override readonly name = 'LineConflict';
}

/** The line was written before. */
class LineAlreadyWritten extends Error {
  readonly item: Item;
  constructor(item: Item = {}) {
    super();
    this.item = item;
  }
}

/**
 * Writes the lines of what the ledger's stream shows: images of balances and of entries, those of one item in the order of
 * its changes. What comes again changes nothing.
 *
 * @returns by its place among the images, why one could not be worked off, and for each account all that come after it
 */
export async function writeLines(
  writing: LineDependencies,
  images: readonly Item[],
): Promise<ReadonlyMap<number, unknown>> {
  const failed = new Map<number, unknown>();
  const works = [
    ...balanceImagesIn(images).map(writeAccountLines),
    ...entryImagesIn(images).map(writeEntryLines),
  ];
  await Promise.all(works.map((work) => work(writing, failed)));
  return failed;
}

type LineTask = (writing: LineDependencies, failed: Map<number, unknown>) => Promise<void>;

interface BalanceImage {
  readonly index: number;
  readonly line: NumberedLine;
}

function balanceImagesIn(images: readonly Item[]): BalanceImage[][] {
  const shown = images.flatMap((image, place): BalanceImage[] => {
    const line = lineFromBalanceItem(image);
    return line ? [{ index: place, line }] : [];
  });
  return [...Map.groupBy(shown, ({ line }) => line.account).values()];
}

/** One account's lines, one after the other: each is booked no earlier than the one before it. */
const writeAccountLines =
  (shown: readonly BalanceImage[]): LineTask =>
  async (writing, failed) => {
    let before: NumberedLine | undefined;
    for (const [index, { line }] of shown.entries()) {
      try {
        before = await writeNextLine(writing, line, before);
      } catch (error) {
        for (const left of shown.slice(index)) failed.set(left.index, error);
        return;
      }
    }
  };

/** Answers the line as it stands. */
async function writeNextLine(
  writing: LineDependencies,
  line: NumberedLine,
  known: NumberedLine | undefined,
): Promise<NumberedLine> {
  const isNext = known?.version === line.version - 1;
  const before = isNext ? known : await lineBefore(writing.store, line.account, line.version);
  if ((before?.version ?? 0) !== line.version - 1)
    writing.alarm('lines of a statement are missing', {
      account: line.account,
      before: String(line.version),
    });
  return writeLine(writing.store, { ...line, time: Math.max(line.time, before?.time ?? 0) });
}

/** The last line before that number. */
export async function lineBefore(
  store: Store,
  account: Account,
  version: number,
): Promise<NumberedLine | undefined> {
  if (version <= 1) return undefined;
  const { pk, sk: to } = lineKey(account, version - 1);
  const [item] = await store.query({
    table: 'statements',
    partition: pk,
    from: 'line/',
    to,
    newestFirst: true,
    limit: 1,
  });
  return item && numberedLineFrom(item);
}

/**
 * Writes a numbered line, once. Answers the line that stands there.
 *
 * @throws LineContradicted when that is another entry's
 */
export async function writeLine(store: Store, line: NumberedLine): Promise<NumberedLine> {
  const there = await writeOnce(store, { ...lineKey(line.account, line.version), ...line });
  if (!there) return line;
  const known = numberedLineFrom(there);
  if (known.cause === line.cause) return known;
  throw new LineConflict(`${line.account} ${line.version}: ${line.cause}, not ${known.cause}`);
}

interface EntryImage {
  readonly index: number;
  readonly lines: readonly StatementLine[];
}

const entryImagesIn = (images: readonly Item[]): EntryImage[] =>
  images.flatMap((image, place) =>
    image['sk'] === 'entry' ? [{ index: place, lines: platformLinesOf(entryFrom(image)) }] : [],
  );

const writeEntryLines =
  ({ index, lines }: EntryImage): LineTask =>
  async (writing, failed) => {
    try {
      await Promise.all(lines.map((line) => writePlatformLine(writing, line)));
    } catch (error) {
      failed.set(index, error);
    }
  };

/** Writes the line of an entry on an account of the platform, once. */
export async function writePlatformLine(
  { store, now }: LineDependencies,
  line: StatementLine,
): Promise<void> {
  await voidClosingBalances(store, line, now());
  await writeOnce(store, { ...platformLineKey(line), ...line });
}

/** Answers what stands there already; undefined when it is written. */
async function writeOnce(store: Store, item: Put['item']): Promise<Item | undefined> {
  try {
    await store.write([
      { kind: 'put', table: 'statements', item, onConflict: (current) => new LineAlreadyWritten(current) },
    ]);
    return undefined;
  } catch (error) {
    if (error instanceof LineAlreadyWritten) return error.item;
    throw error;
  }
}
