import { findBinRange } from '../../shared/cards/bin.ts';
import { addToStock, countStock } from '../../shared/cards/physical/stock.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';

const HELP = `The stock of physical cards that merchants assign to cardholders.

  npm run stock -- add RANGE COUNT [--data DIR]
  npm run stock -- count RANGE [--data DIR]

add takes COUNT new cards of the BIN range (1 to 1000) into the stock. Their numbers lie in the vault; the personalisation
bureau that prints them gets them from there, this command shows none.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

const MOST = 1_000;

/** Adds to the stock or counts it, and answers what to tell the operator. */
export async function stockCommand(
  [what, binRangeId = '', count = '']: readonly string[],
  { platform }: Operator,
): Promise<string> {
  const range = await findBinRange(platform.store, binRangeId);
  if (range?.cardForm !== 2)
    throw new CommandRefused(`${binRangeId || 'RANGE'} is no range of physical cards.`);
  if (what === 'add') {
    const cards = Number(count);
    if (!Number.isInteger(cards) || cards < 1 || cards > MOST)
      throw new CommandRefused(`COUNT is from 1 to ${MOST}. --help shows how.`);
    for (let made = 0; made < cards; made += 1) await addToStock(platform, range);
  } else if (what !== 'count') {
    throw new CommandRefused('add or count is required. --help shows how.');
  }
  return `${await countStock(platform.store, binRangeId)} cards of ${binRangeId} are free`;
}

if (import.meta.main) await runCommand(HELP, stockCommand);
