import type { Dependencies } from '../../shared/domain/dependencies.ts';
import {
  addToStock,
  countStock,
  isAssignable,
  readStock,
} from '../../shared/domain/issuing/cards/physical/card-stock.ts';
import { findBinRange } from '../../shared/domain/issuing/model/bin-range.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { textTable } from './text-table.ts';

const HELP = `The stock of physical cards that merchants assign to cardholders.

  npm run stock -- add RANGE COUNT [--data DIR]
  npm run stock -- count RANGE [--data DIR]
  npm run stock -- list RANGE [--data DIR]

add takes COUNT new cards of the BIN range (1 to 1000) into the stock. Their numbers lie in the vault; the personalisation
bureau that prints them gets them from there, this command shows none. A card that is good no longer than this month is never assigned:
count leaves it out, and list, which shows all that are nobody's, says so.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

const MAX_COUNT = 1_000;

/** Adds to the stock or counts it, and answers what to tell the operator. */
export async function stockCommand(
  [what, binRangeId = '', count = '']: readonly string[],
  { deps }: Operator,
): Promise<string> {
  const range = await findBinRange(deps.store, binRangeId);
  if (range?.cardForm !== 2)
    throw new CommandError(`${binRangeId || 'RANGE'} is no range of physical cards.`);
  if (what === 'add') {
    const cards = Number(count);
    if (!Number.isInteger(cards) || cards < 1 || cards > MAX_COUNT)
      throw new CommandError(`COUNT is from 1 to ${MAX_COUNT}. --help shows how.`);
    for (let made = 0; made < cards; made += 1) await addToStock(deps, range);
  } else if (what === 'list') {
    return list(deps, binRangeId);
  } else if (what !== 'count') {
    throw new CommandError('add, count or list is required. --help shows how.');
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
