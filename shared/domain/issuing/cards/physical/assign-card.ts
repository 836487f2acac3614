import { executeOnce, type PreparedChange } from '../../../../runtime/idempotency/execute-once.ts';
import type { CheckedRequestOf, ResultOf } from '../../../../wire/contract/operations/operation.ts';
import type { cardAssign } from '../../../../wire/contract/operations/pcc.ts';
import { formatDate } from '../../../../wire/contract/time.ts';
import { NothingFound, ParameterInvalid } from '../../../../wire/errors.ts';
import type { MerchantCall } from '../../../dependencies.ts';
import { EMBEDDED } from '../../../issuer-name.ts';
import { insufficientBalance, ShardedPayer } from '../../../money/accounts/sharded-payer.ts';
import { cardAccount, feesAccount, merchantCardAccount } from '../../../money/ledger/account.ts';
import { entryWrites, type ShortfallError, transfer } from '../../../money/ledger/entry.ts';
import { merchantKey } from '../../../parties/merchant.ts';
import { liveCardAddedUpdate } from '../../cardholders/live-cards.ts';
import { lastDayOfMonth } from '../../issuers/embedded/generate-card.ts';
import {
  type BinRange,
  type CurrencyRule,
  chooseRange,
  matchesIdOrBin,
  readBinRanges,
  ruleFor,
} from '../../model/bin-range.ts';
import { type Card, cardKey } from '../../model/card.ts';
import { assertQualifiesFor, cardholderOf } from '../../model/cardholder.ts';
import { type CardOrdinal, nextOrdinal, ordinalWrites } from '../card-sequence.ts';
import { readVault } from '../vault-access.ts';
import { wireCardStatus } from '../wire-card.ts';
import { findInStock, pickFromStock, type StockCard, takeFromStockUpdate } from './card-stock.ts';

type Request = CheckedRequestOf<typeof cardAssign>;
type Result = ResultOf<typeof cardAssign>;

/** Binds a stock card to a holder, once for its userReqNo; it awaits activation (contract section 3, Pcc). */
export async function assignCard(request: Request, call: MerchantCall): Promise<Result> {
  const { vault } = call.deps;
  const { cardNo, ...rest } = request;
  // What is kept to tell the request from others must not tell the card number.
  const content = cardNo === undefined ? rest : { ...rest, cardNo: await vault.fingerprint(cardNo) };
  const paying = new ShardedPayer(call);
  return executeOnce(call, 'cardAssign', content, () => decide(request, call, paying));
}

async function decide(
  request: Request,
  call: MerchantCall,
  paying: ShardedPayer,
): Promise<PreparedChange<Result>> {
  const { deps, merchant } = call;
  const { userReqNo, localCurrency, cardUserId } = request;
  const { range, stock } = await chooseStockCard(request, call);
  const rule = ruleFor(range, localCurrency);
  assertQualifiesFor(await cardholderOf(deps.store, merchant.userNo, cardUserId), range);
  if (!stock) throw new NothingFound('binRangeId', 'card in stock');
  const ordinal = await nextOrdinal(deps.store, merchant.userNo, deps.now());
  const card = cardFromStock(stock, request, { call, range, rule, ordinal });
  return {
    result: { userReqNo, cardId: card.cardId, status: wireCardStatus[card.status].code },
    writes: [
      takeFromStockUpdate(stock),
      { kind: 'put', table: 'cards', item: { ...cardKey(card.cardId), ...card } },
      ...ordinalWrites(merchant.userNo, ordinal),
      liveCardAddedUpdate(cardUserId),
      ...(await feeWrites(card, rule, { paying, at: deps.now() })),
    ],
  };
}

/** What is assigned; no card where none of the range is left. */
interface ChosenCard {
  readonly range: BinRange;
  readonly stock: StockCard | undefined;
}

/**
 * The card of the number that is told, in whichever range it lies, or any free one of the range that is named. The stock is
 * this platform's: a range that is another issuer's by now has none of its cards there.
 */
async function chooseStockCard(request: Request, { deps, merchant }: MerchantCall): Promise<ChosenCard> {
  const { binRangeId, cardNo, localCurrency: currency } = request;
  const ranges = await readBinRanges(deps.store, merchant.binRangeIds);
  const choose = (among: readonly BinRange[]) =>
    chooseRange(among, { binRangeId, cardForm: 2, currency, issuer: EMBEDDED });
  if (cardNo === undefined) {
    if (binRangeId === undefined) throw new ParameterInvalid('binRangeId', 'is required without cardNo');
    const range = choose(ranges);
    return { range, stock: await pickFromStock(deps, range.binRangeId) };
  }
  if (binRangeId !== undefined) choose(ranges);
  const stock = await findStockCardByPan(cardNo, { deps, merchant });
  const range = ranges.find((one) => one.binRangeId === stock?.binRangeId && matchesIdOrBin(one, binRangeId));
  // A card outside of the merchant's ranges, or of another than is named, is as good as none.
  if (!range) throw new NothingFound('cardNo', 'card in stock');
  return { range: choose([range]), stock };
}

async function findStockCardByPan(
  cardNo: string,
  { deps, merchant }: Pick<MerchantCall, 'deps' | 'merchant'>,
): Promise<StockCard | undefined> {
  const cardId = await deps.vault.findCardByPan(cardNo);
  if (cardId === undefined) return undefined;
  const read = { cardId, reader: merchantKey(merchant.userNo).pk, operation: 'pcc/card-assign' };
  return (await readVault(deps, read, cardNo)) && findInStock(deps, cardId);
}

/** The opening fee, at once; the card's own account begins with nothing. */
async function feeWrites(
  { cardId, userNo, currency }: Card,
  { openFee }: CurrencyRule,
  { paying, at }: { readonly paying: ShardedPayer; readonly at: number },
) {
  const account = merchantCardAccount(userNo, currency);
  const fee = transfer([account, 'available'], [feesAccount(currency), 'available'], openFee);
  const { postings, guards: ofParts } = await paying.plan(currency, fee);
  const guards = [{ account: cardAccount(cardId, currency), onConflict: () => undefined }, ...ofParts];
  const entry = { cause: `assignment/${cardId}`, at, postings };
  const short: ShortfallError = (from, figures) =>
    paying.shortfallError(from, figures, insufficientBalance());
  return entryWrites(entry, short, guards);
}

interface AssignmentTerms {
  readonly call: MerchantCall;
  readonly range: BinRange;
  readonly rule: CurrencyRule;
  readonly ordinal: CardOrdinal;
}

function cardFromStock(
  stock: StockCard,
  { cardUserId }: Request,
  { call, range, rule, ordinal }: AssignmentTerms,
): Card {
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
    startDate: formatDate(call.deps.now(), call.deps.utcOffset),
    endDate: lastDayOfMonth(stock.expiry),
    multiUse: true,
    currencyCheck: false,
    minAmount: rule.minAmount,
    maxAmount: rule.maxAmount,
    usedAmount: 0n,
    activationAttempts: 0,
    openFee: rule.openFee,
    ...ordinal,
  };
}
