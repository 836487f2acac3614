import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { accountStatement } from '../contract/operations/statement.ts';
import { pageWith } from '../contract/page.ts';
import { formatDateTime } from '../contract/time.ts';
import { merchantCardAccount, merchantDptAccount } from '../ledger/accounts.ts';
import { partsOf } from '../merchants/merchant.ts';
import { sumToMajor } from '../money/amount.ts';
import { timeBounds } from '../platform/period.ts';
import type { Call } from '../platform/platform.ts';
import { amountOf } from './line.ts';
import { type BalancedLine, pageOfLines } from './numbered.ts';

type Request = CheckedRequestOf<typeof accountStatement>;
type Result = ResultOf<typeof accountStatement>;

/** Numbers of one part of an account; those of the next begin after them. */
const NUMBERS_OF_A_PART = 10 ** 13;

/** A page of the lines of one of the merchant's accounts in a period, oldest first. */
export async function queryStatement(request: Request, { platform, merchant }: Call): Promise<Result> {
  const { store, utcOffset } = platform;
  const { accountType, currency } = request;
  const accountOf = accountType === 1 ? merchantCardAccount : merchantDptAccount;
  const { totalCount, lines } = await pageOfLines(
    store,
    accountOf(merchant.userNo, currency),
    partsOf(merchant, currency),
    timeBounds(request, utcOffset),
    request,
  );
  const list = lines.map((line) => rowOf(line, currency, utcOffset));
  return pageWith(totalCount, request, list);
}

function rowOf(line: BalancedLine, currency: string, utcOffset: string): Result['list'][number] {
  const { part, version, time, about, after } = line;
  return {
    entryNo: String(part * NUMBERS_OF_A_PART + version),
    time: formatDateTime(time, utcOffset),
    amount: sumToMajor(amountOf(line), currency),
    balanceAfter: sumToMajor(after.available + after.frozen, currency),
    frozenAfter: sumToMajor(after.frozen, currency),
    ...about,
  };
}
