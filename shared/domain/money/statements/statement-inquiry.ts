import { timeBounds } from '../../../runtime/period.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import type { accountStatement } from '../../../wire/contract/operations/statement.ts';
import { buildPage } from '../../../wire/contract/page.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { sumToMajor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { accountShardCount } from '../../parties/merchant.ts';
import { merchantCardAccount, merchantDptAccount } from '../ledger/account.ts';
import { lineAmount } from './statement-line.ts';
import { type LineWithBalance, pageOfLines } from './statement-pages.ts';

type Request = CheckedRequestOf<typeof accountStatement>;
type Result = ResultOf<typeof accountStatement>;

/** Entry numbers reserved for one shard of an account; those of the next shard follow. */
const ENTRY_NUMBERS_PER_SHARD = 10 ** 13;

/**
 * Returns a page of the statement of one of the merchant's accounts in a period, oldest line first.
 *
 * @throws ParameterInvalid when the period ends before it begins
 */
export async function pageStatement(request: Request, { deps, merchant }: MerchantCall): Promise<Result> {
  const { store, utcOffset } = deps;
  const { accountType, currency } = request;
  const accountOf = accountType === 1 ? merchantCardAccount : merchantDptAccount;
  const { totalCount, lines } = await pageOfLines(
    store,
    accountOf(merchant.userNo, currency),
    accountShardCount(merchant, currency),
    timeBounds(request, utcOffset),
    request,
  );
  const list = lines.map((line) => rowOf(line, currency, utcOffset));
  return buildPage(totalCount, request, list);
}

function rowOf(line: LineWithBalance, currency: string, utcOffset: string): Result['list'][number] {
  const { shard, version, time, details, balanceAfter } = line;
  return {
    entryNo: String(shard * ENTRY_NUMBERS_PER_SHARD + version),
    time: formatDateTime(time, utcOffset),
    amount: sumToMajor(lineAmount(line), currency),
    balanceAfter: sumToMajor(balanceAfter.available + balanceAfter.frozen, currency),
    frozenAfter: sumToMajor(balanceAfter.frozen, currency),
    ...details,
  };
}
