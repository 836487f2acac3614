import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { tryWrite } from '../../../runtime/store/try-write.ts';
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

/** What the writing of lines depends on. */
export type LineDependencies = Pick<Dependencies, 'store' | 'now' | 'alarm'>;

/** A different line has this number: two changes of a balance got the same number. */
export class LineConflict extends Error {
  override readonly name = 'LineConflict';
}

/**
 * Writes the statement lines of a batch of the ledger's stream: images of balances and entries, those of one item in
 * the order of its changes. A repeated image changes nothing.
 *
 * @returns the errors by the index of the failed image; after a failure the account's later images count as failed too
 */
export async function writeLines(
  deps: LineDependencies,
  images: readonly Item[],
): Promise<ReadonlyMap<number, unknown>> {
  const failed = new Map<number, unknown>();
  const tasks = [
    ...balanceImagesIn(images).map(writeAccountLines),
    ...entryImagesIn(images).map(writeEntryLines),
  ];
  await Promise.all(tasks.map((task) => task(deps, failed)));
  return failed;
}

type LineTask = (deps: LineDependencies, failed: Map<number, unknown>) => Promise<void>;

interface BalanceImage {
  readonly index: number;
  readonly line: NumberedLine;
}

function balanceImagesIn(images: readonly Item[]): BalanceImage[][] {
  const balanceImages = images.flatMap((image, index): BalanceImage[] => {
    const line = lineFromBalanceItem(image);
    return line ? [{ index, line }] : [];
  });
  return [...Map.groupBy(balanceImages, ({ line }) => line.account).values()];
}

/** Writes the lines of one account in order: each is booked no earlier than the one before it. */
const writeAccountLines =
  (balanceImages: readonly BalanceImage[]): LineTask =>
  async (deps, failed) => {
    let before: NumberedLine | undefined;
    for (const [index, { line }] of balanceImages.entries()) {
      try {
        before = await writeNextLine(deps, line, before);
      } catch (error) {
        for (const skipped of balanceImages.slice(index)) failed.set(skipped.index, error);
        return;
      }
    }
  };

/** Returns the line as it is stored. */
async function writeNextLine(
  deps: LineDependencies,
  line: NumberedLine,
  previous: NumberedLine | undefined,
): Promise<NumberedLine> {
  const isNext = previous?.version === line.version - 1;
  const before = isNext ? previous : await lineBefore(deps.store, line.account, line.version);
  if ((before?.version ?? 0) !== line.version - 1)
    deps.alarm('statement lines are missing', {
      account: line.account,
      before: String(line.version),
    });
  return writeLine(deps.store, { ...line, time: Math.max(line.time, before?.time ?? 0) });
}

/** Finds the last line before this number. */
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
 * Writes a numbered line unless it exists, and returns the stored one.
 *
 * @throws LineConflict when the stored line is of another entry
 */
export async function writeLine(store: Store, line: NumberedLine): Promise<NumberedLine> {
  const existing = await writeOnce(store, { ...lineKey(line.account, line.version), ...line });
  if (!existing) return line;
  const stored = numberedLineFrom(existing);
  if (stored.cause === line.cause) return stored;
  throw new LineConflict(`${line.account} ${line.version}: ${line.cause}, not ${stored.cause}`);
}

interface EntryImage {
  readonly index: number;
  readonly lines: readonly StatementLine[];
}

const entryImagesIn = (images: readonly Item[]): EntryImage[] =>
  images.flatMap((image, index) =>
    image['sk'] === 'entry' ? [{ index, lines: platformLinesOf(entryFrom(image)) }] : [],
  );

const writeEntryLines =
  ({ index, lines }: EntryImage): LineTask =>
  async (deps, failed) => {
    try {
      await Promise.all(lines.map((line) => writePlatformLine(deps, line)));
    } catch (error) {
      failed.set(index, error);
    }
  };

/** Writes the line of an entry on a platform account, unless it exists. */
export async function writePlatformLine(
  { store, now }: LineDependencies,
  line: StatementLine,
): Promise<void> {
  await voidClosingBalances(store, line, now());
  await writeOnce(store, { ...platformLineKey(line), ...line });
}

/** Returns the item that already exists; undefined when this one was written. */
async function writeOnce(store: Store, item: Put['item']): Promise<Item | undefined> {
  const conflict = await tryWrite(store, [{ kind: 'put', table: 'statements', item }]);
  return conflict && (conflict.current ?? {});
}
