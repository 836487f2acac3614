import { Paying } from '../../accounts/paying.ts';
import { assertReported, cardholderOf } from '../../cardholders/holder.ts';
import { nameHolder } from '../../cardholders/on-card.ts';
import { AccountBalanceInsufficient, NothingFound, ProductNotEnabled } from '../../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../../contract/operation.ts';
import type { cardAssign } from '../../contract/operations/pcc.ts';
import { formatDate } from '../../contract/time.ts';
import { cardAccount, feesAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { entryWrites, transfer } from '../../ledger/entry.ts';
import type { Call } from '../../platform/platform.ts';
import { answerOnce, type Decision } from '../../requests/once.ts';
import { type BinRange, type CurrencyRule, findBinRange, ruleFor } from '../bin.ts';
import { type Card, cardKey } from '../card.ts';
import { wireCardStatus } from '../card-summary.ts';
import { nextPlace, type Place, placeWrites } from '../listing.ts';
import { findInStock, type StockCard, takeFromStock } from './stock.ts';

type Request = CheckedRequestOf<typeof cardAssign>;
type Result = ResultOf<typeof cardAssign>;

/** Binds a stock card to a holder, once for its userReqNo; it awaits activation (contract section 3, Pcc). */
export async function assignCard(request: Request, call: Call): Promise<Result> {
  const { vault } = call.platform;
  const { cardNo, ...rest } = request;
  // What is kept to tell the request from others must not tell the card number.
  const content = cardNo === undefined ? rest : { ...rest, cardNo: await vault.fingerprint(cardNo) };
  const paying = new Paying(call);
  return answerOnce(call, 'cardAssign', content, () => decide(request, call, paying));
}

async function decide(request: Request, call: Call, paying: Paying): Promise<Decision<Result>> {
  const { platform, merchant } = call;
  const { userReqNo, localCurrency, cardUserId } = request;
  const range = await physicalRange(request, call);
  const rule = ruleFor(range, localCurrency);
  assertReported(await cardholderOf(platform.store, merchant.userNo, cardUserId), range);
  const stock = await stockCard(request, call, range);
  const place = await nextPlace(platform.store, merchant.userNo, platform.now());
  const card = cardFrom(stock, request, { call, range, rule, place });
  return {
    answer: { userReqNo, cardId: card.cardId, status: wireCardStatus[card.status].code },
    writes: [
      takeFromStock(stock),
      { kind: 'put', table: 'cards', item: { ...cardKey(card.cardId), ...card } },
      ...placeWrites(merchant.userNo, place),
      nameHolder(cardUserId),
      ...(await feeWrites(card, rule, { paying, at: platform.now() })),
    ],
  };
}

async function physicalRange({ binRangeId }: Request, { platform, merchant }: Call): Promise<BinRange> {
  const mayUse = merchant.binRangeIds.includes(binRangeId);
  const range = mayUse ? await findBinRange(platform.store, binRangeId) : undefined;
  if (!range?.enabled || range.cardForm !== 2) throw new ProductNotEnabled();
  return range;
}

async function stockCard({ cardNo }: Request, { platform }: Call, range: BinRange): Promise<StockCard> {
  const cardId = cardNo === undefined ? undefined : await platform.vault.findCard(cardNo);
  if (cardNo !== undefined && cardId === undefined) throw new NothingFound();
  const stock = await findInStock(platform, range.binRangeId, cardId);
  if (!stock) throw new NothingFound();
  return stock;
}

/** The opening fee, at once; the card's own account begins with nothing. */
async function feeWrites(
  { cardId, userNo, currency }: Card,
  { openFee }: CurrencyRule,
  { paying, at }: { readonly paying: Paying; readonly at: number },
) {
  const account = merchantCardAccount(userNo, currency);
  const fee = transfer([account, 'available'], [feesAccount(currency), 'available'], openFee);
  const { postings } = await paying.place(currency, fee);
  const guards = [{ account: cardAccount(cardId, currency), otherwise: () => undefined }];
  const entry = { cause: `assignment/${cardId}`, at, postings };
  const refusal = () => new AccountBalanceInsufficient();
  return entryWrites(entry, (from) => paying.insufficient(from, refusal), guards);
}

interface Terms {
  readonly call: Call;
  readonly range: BinRange;
  readonly rule: CurrencyRule;
  readonly place: Place;
}

function cardFrom(stock: StockCard, { cardUserId }: Request, { call, range, rule, place }: Terms): Card {
  return {
    cardId: stock.cardId,
    userNo: call.merchant.userNo,
    status: 'awaiting-activation',
    binRangeId: range.binRangeId,
    issuer: range.issuer,
    cardType: range.cardType,
    cardForm: range.cardForm,
    cardUserId,
    currency: rule.currency,
    maskedNumber: stock.maskedNumber,
    expiry: stock.expiry,
    alias: '',
    label: '',
    startDate: formatDate(call.platform.now(), call.platform.utcOffset),
    endDate: lastDayOf(stock.expiry),
    multiUse: true,
    currencyCheck: false,
    minAmount: rule.minAmount,
    maxAmount: rule.maxAmount,
    usedAmount: 0n,
    activationAttempts: 0,
    openFee: rule.openFee,
    ...place,
  };
}

/** The last day, yyyy-MM-dd, of a month yyyy-MM. */
function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
