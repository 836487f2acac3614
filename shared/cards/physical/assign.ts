import { accountShort, Paying } from '../../accounts/paying.ts';
import { assertReported, cardholderOf } from '../../cardholders/holder.ts';
import { nameHolder } from '../../cardholders/on-card.ts';
import { NothingFound, ParameterInvalid } from '../../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../../contract/operation.ts';
import type { cardAssign } from '../../contract/operations/pcc.ts';
import { formatDate } from '../../contract/time.ts';
import { EMBEDDED } from '../../issuer/issuer-name.ts';
import { cardAccount, feesAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { entryWrites, type Insufficient, transfer } from '../../ledger/entry.ts';
import { merchantKey } from '../../merchants/merchant.ts';
import type { Call } from '../../platform/platform.ts';
import { answerOnce, type Decision } from '../../requests/once.ts';
import { type BinRange, type CurrencyRule, chooseRange, isNamed, readBinRanges, ruleFor } from '../bin.ts';
import { type Card, cardKey } from '../card.ts';
import { wireCardStatus } from '../card-summary.ts';
import { nextPlace, type Place, placeWrites } from '../listing.ts';
import { readVault } from '../read-vault.ts';
import { lastDayOf } from '../secrets.ts';
import { drawFromStock, findInStock, type StockCard, takeFromStock } from './stock.ts';

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
  const { range, stock } = await cardOfStock(request, call);
  const rule = ruleFor(range, localCurrency);
  assertReported(await cardholderOf(platform.store, merchant.userNo, cardUserId), range);
  if (!stock) throw new NothingFound('binRangeId', 'card in stock');
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

/** What is assigned; no card where none of the range is left. */
interface Chosen {
  readonly range: BinRange;
  readonly stock: StockCard | undefined;
}

/**
 * The card of the number that is told, in whichever range it lies, or any free one of the range that is named. The stock is
 * this platform's: a range that is another issuer's by now has none of its cards there.
 */
async function cardOfStock(request: Request, { platform, merchant }: Call): Promise<Chosen> {
  const { binRangeId, cardNo, localCurrency: currency } = request;
  const ranges = await readBinRanges(platform.store, merchant.binRangeIds);
  const choose = (among: readonly BinRange[]) =>
    chooseRange(among, { binRangeId, cardForm: 2, currency, issuer: EMBEDDED });
  if (cardNo === undefined) {
    if (binRangeId === undefined) throw new ParameterInvalid('binRangeId', 'is required without cardNo');
    const range = choose(ranges);
    return { range, stock: await drawFromStock(platform, range.binRangeId) };
  }
  if (binRangeId !== undefined) choose(ranges);
  const stock = await stockNumbered(cardNo, { platform, merchant });
  const range = ranges.find((one) => one.binRangeId === stock?.binRangeId && isNamed(one, binRangeId));
  // A card outside of the merchant's ranges, or of another than is named, is as good as none.
  if (!range) throw new NothingFound('cardNo', 'card in stock');
  return { range: choose([range]), stock };
}

async function stockNumbered(
  cardNo: string,
  { platform, merchant }: Pick<Call, 'platform' | 'merchant'>,
): Promise<StockCard | undefined> {
  const cardId = await platform.vault.findCard(cardNo);
  if (cardId === undefined) return undefined;
  const read = { cardId, reader: merchantKey(merchant.userNo).pk, operation: 'pcc/card-assign' };
  return (await readVault(platform, read, cardNo)) && findInStock(platform, cardId);
}

/** The opening fee, at once; the card's own account begins with nothing. */
async function feeWrites(
  { cardId, userNo, currency }: Card,
  { openFee }: CurrencyRule,
  { paying, at }: { readonly paying: Paying; readonly at: number },
) {
  const account = merchantCardAccount(userNo, currency);
  const fee = transfer([account, 'available'], [feesAccount(currency), 'available'], openFee);
  const { postings, guards: ofParts } = await paying.place(currency, fee);
  const guards = [{ account: cardAccount(cardId, currency), otherwise: () => undefined }, ...ofParts];
  const entry = { cause: `assignment/${cardId}`, at, postings };
  const short: Insufficient = (from, figures) => paying.insufficient(from, figures, accountShort());
  return entryWrites(entry, short, guards);
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
