import type { Account } from '../ledger/accounts.ts';
import { entryFrom } from '../ledger/entry.ts';
import type { Platform } from '../platform/platform.ts';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import type { Put } from '../store/write.ts';
import { voidClosings } from './closing.ts';
import { type Line, lineKey, lineOfBalance, type NumberedLine, numberedLineFrom } from './line.ts';
import { platformLineKey, platformLinesOf } from './platform-line.ts';

/** What the line worker needs of the platform. */
export type LineWriting = Pick<Platform, 'store' | 'now' | 'alarm'>;

/** There is another line of this number: two changes of a balance were numbered alike. */
export class LineContradicted extends Error {
  override readonly name = 'LineContradicted';
}

/** The line was written before. */
class LineIsThere extends Error {
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
  writing: LineWriting,
  images: readonly Item[],
): Promise<ReadonlyMap<number, unknown>> {
  const failed = new Map<number, unknown>();
  const works = [...balancesIn(images).map(writeBalance), ...entriesIn(images).map(writeEntry)];
  await Promise.all(works.map((work) => work(writing, failed)));
  return failed;
}

type Work = (writing: LineWriting, failed: Map<number, unknown>) => Promise<void>;

interface Shown {
  readonly place: number;
  readonly line: NumberedLine;
}

function balancesIn(images: readonly Item[]): Shown[][] {
  const shown = images.flatMap((image, place): Shown[] => {
    const line = lineOfBalance(image);
    return line ? [{ place, line }] : [];
  });
  return [...Map.groupBy(shown, ({ line }) => line.account).values()];
}

/** One account's lines, one after the other: each is booked no earlier than the one before it. */
const writeBalance =
  (shown: readonly Shown[]): Work =>
  async (writing, failed) => {
    let before: NumberedLine | undefined;
    for (const [index, { line }] of shown.entries()) {
      try {
        before = await writeAfter(writing, line, before);
      } catch (error) {
        for (const left of shown.slice(index)) failed.set(left.place, error);
        return;
      }
    }
  };

/** Answers the line as it stands. */
async function writeAfter(
  writing: LineWriting,
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
  return putLine(writing.store, { ...line, time: Math.max(line.time, before?.time ?? 0) });
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
export async function putLine(store: Store, line: NumberedLine): Promise<NumberedLine> {
  const there = await putOnce(store, { ...lineKey(line.account, line.version), ...line });
  if (!there) return line;
  const known = numberedLineFrom(there);
  if (known.cause === line.cause) return known;
  throw new LineContradicted(`${line.account} ${line.version}: ${line.cause}, not ${known.cause}`);
}

interface ShownEntry {
  readonly place: number;
  readonly lines: readonly Line[];
}

const entriesIn = (images: readonly Item[]): ShownEntry[] =>
  images.flatMap((image, place) =>
    image['sk'] === 'entry' ? [{ place, lines: platformLinesOf(entryFrom(image)) }] : [],
  );

const writeEntry =
  ({ place, lines }: ShownEntry): Work =>
  async (writing, failed) => {
    try {
      await Promise.all(lines.map((line) => putPlatformLine(writing, line)));
    } catch (error) {
      failed.set(place, error);
    }
  };

/** Writes the line of an entry on an account of the platform, once. */
export async function putPlatformLine({ store, now }: LineWriting, line: Line): Promise<void> {
  await voidClosings(store, line, now());
  await putOnce(store, { ...platformLineKey(line), ...line });
}

/** Answers what stands there already; undefined when it is written. */
async function putOnce(store: Store, item: Put['item']): Promise<Item | undefined> {
  try {
    await store.write([
      { kind: 'put', table: 'statements', item, otherwise: (current) => new LineIsThere(current) },
    ]);
    return undefined;
  } catch (error) {
    if (error instanceof LineIsThere) return error.item;
    throw error;
  }
}
