import {
  type Account,
  accountFromKey,
  accountOfShard,
  balanceKey,
  shardOf,
} from '../../shared/domain/money/ledger/account.ts';
import { balanceFrom } from '../../shared/domain/money/ledger/balance.ts';
import { entryFrom } from '../../shared/domain/money/ledger/entry.ts';
import type { StreamRecord } from '../support/stores/model/memory-store.ts';
import type { Simulation } from './simulation.ts';

/** Entries that are only accepted if the funds suffice. */
const ACCEPTED = /^entry\/(order\/\d+\/accepted|exchange\/.+|payout\/.+)$/;

/**
 * Watches every transaction: nothing is accepted without funds, and no balance falls below zero without an
 * alarm.
 */
export class FundsMonitor {
  readonly #simulation: Simulation;
  readonly #before = new Map<Account, bigint>();
  readonly #alarms = new Map<string, number>();
  #changed = new Set<Account>();
  #accepted: string[] = [];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  onAlarm(account: string): void {
    this.#alarms.set(account, (this.#alarms.get(account) ?? 0) + 1);
  }

  observe({ table, key }: StreamRecord): void {
    if (table !== 'ledger') return;
    // After the whole transaction is written.
    if (this.#changed.size + this.#accepted.length === 0) void Promise.resolve().then(() => this.#check());
    if (key.sk?.startsWith('balance/')) this.#changed.add(accountOfShard(accountFromKey(key)));
    else if (ACCEPTED.test(key.pk)) this.#accepted.push(key.pk);
  }

  #check(): void {
    const [accounts, entries] = [this.#changed, this.#accepted];
    [this.#changed, this.#accepted] = [new Set(), []];
    for (const pk of entries) this.#checkEntry(pk);
    for (const account of accounts) this.#checkBalance(account);
  }

  #checkEntry(pk: string): void {
    const item = this.#simulation.store.at('ledger', { pk, sk: 'entry' });
    const payers = item
      ? entryFrom(item).postings.filter(({ side, amount }) => side === 'available' && amount < 0n)
      : [];
    for (const { account } of payers) {
      if (!account.startsWith('merchant/') || this.#sumOf(accountOfShard(account)) >= 0n) continue;
      this.#simulation.violate(
        `${pk} left ${this.#sumOf(accountOfShard(account))} on ${accountOfShard(account)}`,
      );
    }
  }

  /** Every time an account falls further below zero there is an alarm. */
  #checkBalance(account: Account): void {
    const item = this.#simulation.store.at('ledger', balanceKey(account));
    const returning = BigInt((item?.['returning'] as number | bigint | undefined) ?? 0);
    const [before, now] = [this.#before.get(account) ?? 0n, this.#sumOf(account) + returning];
    this.#before.set(account, now);
    if (now >= 0n || now >= before) return;
    const alarms = this.#alarms.get(account) ?? 0;
    if (alarms === 0) this.#simulation.violate(`${account} fell to ${now} without an alarm`);
    this.#alarms.set(account, Math.max(0, alarms - 1));
  }

  #sumOf(account: Account): bigint {
    const at = (shard: Account) => this.#simulation.store.at('ledger', balanceKey(shard));
    const count = Number(at(account)?.['shards'] ?? 1);
    const all = Array.from({ length: count }, (_, shard) => shardOf(account, shard));
    return all.reduce((sum, shard) => sum + balanceFrom(shard, at(shard)).available, 0n);
  }
}
