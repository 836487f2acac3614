import { createHash } from 'node:crypto';
import type { Operator } from '../../../../infra/cli/command.ts';
import { dependenciesOver } from '../../../../shared/lambda/aws-dependencies.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { MemoryStore } from './memory-store.ts';

/** Returns an operator's access to tables in memory. */
export function modelOperator(environment: NodeJS.ProcessEnv, store = new MemoryStore()): Operator {
  return {
    deps: dependenciesOver(store, environment),
    environment,
    scan: async (table, attributes) => {
      const items = inHashOrder(await store.scan(table));
      return attributes ? items.map((item) => picked(item, attributes)) : items;
    },
    close: () => {},
  };
}

const picked = (item: Item, attributes: readonly string[]): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => attributes.includes(name)));

/** Returns the items in an order without meaning, as DynamoDB scans them: by a hash of each partition. */
const inHashOrder = (items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, hash: createHash('md5').update(String(item['pk'])).digest('hex') }))
    .sort((one, other) => (one.hash < other.hash ? -1 : 1))
    .map(({ item }) => item);
