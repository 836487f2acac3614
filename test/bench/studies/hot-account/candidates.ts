import { MAX_LISTINGS } from '../../../../shared/domain/issuing/model/order.ts';
import { MAX_SHARDS } from '../../../../shared/domain/money/ledger/shards.ts';
import type { Candidate } from './run.ts';

/** One balance item, the default of an account. */
export const single: Candidate = {
  name: 'one balance item',
  shards: 1,
  strategy: 'refuse',
  listings: MAX_LISTINGS,
};

const grouped = (lanes: number): Candidate => ({
  name: lanes === 1 ? 'group commit' : `group commit, ${lanes} lanes`,
  shards: lanes,
  strategy: 'groups',
  listings: MAX_LISTINGS,
});

export const sharded = (shards: number, listings = MAX_LISTINGS): Candidate => ({
  name: `${shards} shards${listings === 1 ? ', one listing' : ''}`,
  shards,
  strategy: 'rebalance',
  listings,
});

/** The candidates compared with enough money. */
export const wellFunded: readonly Candidate[] = [
  single,
  grouped(1),
  grouped(8),
  grouped(16),
  sharded(8),
  sharded(32),
  sharded(64),
  sharded(MAX_SHARDS),
  sharded(MAX_SHARDS, 1),
];

const exhausted = (name: string, change: Partial<Candidate>): Candidate => ({
  ...sharded(MAX_SHARDS),
  name,
  ...change,
});

/** The candidates compared when the money runs out. */
export const underfunded: readonly Candidate[] = [
  grouped(1),
  grouped(8),
  exhausted(`${MAX_SHARDS} shards, an exhausted one refuses`, { strategy: 'refuse' }),
  exhausted('… or another one pays', { strategy: 'another' }),
  exhausted('… or up to 8 pay together', { strategy: 'gather', maxPayers: 8 }),
  exhausted('… or all pay together', { strategy: 'gather' }),
  exhausted('… and rebalanced', {}),
];
