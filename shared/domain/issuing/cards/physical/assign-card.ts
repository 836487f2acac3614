import { executeOnce, type PreparedChange } from '../../../../runtime/idempotency/execute-once.ts';
import type { CheckedRequestOf, ResultOf } from '../../../../wire/contract/operations/operation.ts';
import type { cardAssign } from '../../../../wire/contract/operations/pcc.ts';
import { formatDate } from '../../../../wire/contract/time.ts';
import { NothingFound, ParameterInvalid } from '../../../../wire/errors.ts';
import type { MerchantCall } from '../../../dependencies.ts';
import { EMBEDDED } from '../../../issuer-name.ts';
import { insufficientBalance, ShardedPayer } from '../../../money/accounts/sharded-payer.ts';
import { cardAccount, feesAccount, merchantCardAccount } from '../../../money/ledger/account.ts';
import { entryWrites, type ShortfallError } from '../../../money/ledger/entry.ts';
import { transfer } from '../../../money/ledger/posting.ts';
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
import { newCard } from '../../model/new-card.ts';
import { type CardOrdinal, nextOrdinal, ordinalWrites } from '../card-sequence.ts';
import { readVault } from '../vault-access.ts';
import { wireCardStatus } from '../wire-card.ts';
import { findInStock, pickFromStock, type StockCard, takeFromStockUpdate } from './card-stock.ts';

type Request = CheckedRequestOf<typeof cardAssign>;
type Result = ResultOf<typeof cardAssign>;

/**
 * Assigns a stock card to a cardholder, once per userReqNo. The card then awaits activation (contract section 3, Pcc).
 *
 * @throws ParameterInvalid when the request has neither a card number nor a BIN range
 * @throws NothingFound when the stock has no such card, or the merchant no such cardholder
 * @throws ProductNotEnabled when no BIN range matches
 * @throws FeeRuleMissing when the range has no rule for the currency
 * @throws CardholderNotReported when the cardholder does not qualify for the range
 * @throws AccountBalanceInsufficient when the account cannot pay the opening fee
 */
export async function assignCard(request: Request, call: MerchantCall): Promise<Result> {
  const { vault } = call.deps;
  const { cardNo, ...rest } = request;
  // The stored fingerprint of the request must not disclose the card number.
  const content = cardNo === undefined ? rest : { ...rest, cardNo: await vault.fingerprint(cardNo) };
  const payer = new ShardedPayer(call);
  return executeOnce(call, 'cardAssign', content, () => decide(request, call, payer));
}

async function decide(
  request: Request,
  call: MerchantCall,
  payer: ShardedPayer,
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
      ...(await feeWrites(card, rule, { payer, at: deps.now() })),
    ],
  };
}

interface ChosenCard {
  readonly range: BinRange;
  /** Undefined when the range is out of stock. */
  readonly stock: StockCard | undefined;
}

/**
 * Chooses the card with the requested number, in whichever range it is, or any free card of the requested range. The
 * stock holds embedded cards only: a range that has moved to an external issuer has none.
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
  // A card outside the merchant's ranges, or in another range than requested, is reported as missing.
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

/** Charges the opening fee and creates the card's account with a zero balance. */
async function feeWrites(
  { cardId, userNo, currency }: Card,
  { openFee }: CurrencyRule,
  { payer, at }: { readonly payer: ShardedPayer; readonly at: number },
) {
  const account = merchantCardAccount(userNo, currency);
  const fee = transfer([account, 'available'], [feesAccount(currency), 'available'], openFee);
  const { postings, guards: shardGuards } = await payer.plan(currency, fee);
  const guards = [{ account: cardAccount(cardId, currency), onConflict: () => undefined }, ...shardGuards];
  const entry = { cause: `assignment/${cardId}`, at, postings };
  const shortfall: ShortfallError = (from, figures) =>
    payer.shortfallError(from, figures, insufficientBalance());
  return entryWrites(entry, shortfall, guards);
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
  const { deps, merchant } = call;
  const identity = {
    cardId: stock.cardId,
    userNo: merchant.userNo,
    issuer: range.issuer,
    cardType: range.cardType,
    currency: rule.currency,
  };
  const properties = {
    binRangeId: range.binRangeId,
    cardForm: range.cardForm,
    cardUserId,
    alias: '',
    startDate: formatDate(deps.now(), deps.utcOffset),
    endDate: lastDayOfMonth(stock.expiry),
    multiUse: true,
    currencyCheck: false,
    minAmount: rule.minAmount,
    maxAmount: rule.maxAmount,
  };
  return {
    ...newCard(identity, properties, stock, ordinal),
    status: 'awaiting-activation',
    activationAttempts: 0,
    openFee: rule.openFee,
  };
}
