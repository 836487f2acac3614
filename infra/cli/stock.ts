import { textTable } from '../../clients/cli/common/text-table.ts';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import {
  addToStock,
  countStock,
  isAssignable,
  readStock,
} from '../../shared/domain/issuing/cards/physical/card-stock.ts';
import { findBinRange } from '../../shared/domain/issuing/model/bin-range.ts';
import { CommandError, type Operator, runCommand } from './command.ts';

const HELP = `Manages the stock of physical cards that merchants assign to cardholders.

  npm run stock -- add RANGE COUNT [--data DIR]
  npm run stock -- count RANGE [--data DIR]
  npm run stock -- list RANGE [--data DIR]

add puts COUNT new cards (1 to 1000) of the BIN range into the stock. Their numbers are in the vault, from where the
personalisation bureau that prints them gets them; this command shows none. A free card can be
assigned. One that expires this month is never assigned: count leaves it out, and list marks it.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

const MAX_COUNT = 1_000;

/**
 * Adds to the stock, counts or lists it, and returns the text to print.
 *
 * @throws CommandError
 */
export async function stockCommand(
  [what, binRangeId = '', count = '']: readonly string[],
  { deps }: Operator,
): Promise<string> {
  const range = await findBinRange(deps.store, binRangeId);
  if (range?.cardForm !== 2)
    throw new CommandError(`${binRangeId || 'RANGE'} is not a range of physical cards.`);
  if (what === 'add') {
    const cards = Number(count);
    if (!Number.isInteger(cards) || cards < 1 || cards > MAX_COUNT)
      throw new CommandError(`COUNT must be from 1 to ${MAX_COUNT}. See --help.`);
    for (let made = 0; made < cards; made += 1) await addToStock(deps, range);
  } else if (what === 'list') {
    return list(deps, binRangeId);
  } else if (what !== 'count') {
    throw new CommandError('add, count or list is required. See --help.');
  }
  return `${await countStock(deps, binRangeId)} cards of ${binRangeId} are free`;
}

async function list(deps: Dependencies, binRangeId: string): Promise<string> {
  const cards = await readStock(deps.store, binRangeId);
  const rows = cards.map((card) => [
    ...[card.cardId, card.maskedNumber, card.expiry],
    isAssignable(card, deps) ? 'free' : 'expires: never assigned',
  ]);
  return rows.length > 0 ? textTable(rows) : `no card of ${binRangeId} is free`;
}

if (import.meta.main) await runCommand(HELP, stockCommand);
