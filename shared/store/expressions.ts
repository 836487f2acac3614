import type { Query } from './store.ts';
import type { Condition, Update, Write } from './write.ts';

/** A DynamoDB expression with the names and values it refers to. */
interface Bound {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** Hands out placeholders, so that no attribute name can clash with a reserved word. */
class Placeholders {
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, unknown> = {};

  name(attribute: string): string {
    this.#names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  }

  value(value: unknown): string {
    const key = `:v${Object.keys(this.#values).length}`;
    this.#values[key] = value;
    return key;
  }

  bound(): Bound {
    return {
      ...(Object.keys(this.#names).length > 0 && { ExpressionAttributeNames: this.#names }),
      ...(Object.keys(this.#values).length > 0 && { ExpressionAttributeValues: this.#values }),
    };
  }
}

function conditionText(condition: Condition, use: Placeholders): string {
  const name = use.name(condition.attribute);
  switch (condition.kind) {
    case 'equals':
      return `${name} = ${use.value(condition.value)}`;
    case 'atLeast':
      return `${name} >= ${use.value(condition.value)}`;
    case 'atMost': {
      const within = `${name} <= ${use.value(condition.value)}`;
      return condition.orAbsent ? `(attribute_not_exists(${name}) OR ${within})` : within;
    }
    case 'oneOf':
      return `${name} IN (${condition.values.map((value) => use.value(value)).join(', ')})`;
    case 'absent':
      return `attribute_not_exists(${name})`;
  }
}

function updateText(update: Update, use: Placeholders): string {
  const set = Object.entries(update.set ?? {}).map(
    ([key, value]) => `${use.name(key)} = ${use.value(value)}`,
  );
  const add = Object.entries(update.add ?? {}).map(([key, value]) => `${use.name(key)} ${use.value(value)}`);
  const remove = (update.remove ?? []).map((key) => use.name(key));
  return [
    set.length > 0 && `SET ${set.join(', ')}`,
    add.length > 0 && `ADD ${add.join(', ')}`,
    remove.length > 0 && `REMOVE ${remove.join(', ')}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The parameters, but for the table's name, of the DynamoDB request that makes this write. */
export function expressionsOf(write: Write) {
  const use = new Placeholders();
  const conditions =
    write.kind === 'put' && !write.replace
      ? [`attribute_not_exists(${use.name('pk')})`]
      : (write.when ?? []).map((condition) => conditionText(condition, use));
  const condition = conditions.length > 0 && { ConditionExpression: conditions.join(' AND ') };
  const reveal = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  if (write.kind === 'put')
    return { kind: write.kind, Item: write.item, ...condition, ...use.bound(), ...reveal };
  if (write.kind === 'check')
    return { kind: write.kind, Key: write.key, ...condition, ...use.bound(), ...reveal };
  const UpdateExpression = updateText(write, use);
  return { kind: write.kind, Key: write.key, UpdateExpression, ...condition, ...use.bound(), ...reveal };
}

/** The parameters that say which items the query finds; `partition` and `sort` are the names of its key's attributes. */
export function selectionOf(query: Query, { partition, sort }: { partition: string; sort: string }) {
  const use = new Placeholders();
  const { from, to, where = [] } = query;
  const key = [`${use.name(partition)} = ${use.value(query.partition)}`];
  if (from !== undefined && to !== undefined)
    key.push(`${use.name(sort)} BETWEEN ${use.value(from)} AND ${use.value(to)}`);
  else if (from !== undefined) key.push(`${use.name(sort)} >= ${use.value(from)}`);
  else if (to !== undefined) key.push(`${use.name(sort)} <= ${use.value(to)}`);
  const filter = where.map((condition) => conditionText(condition, use)).join(' AND ');
  return {
    KeyConditionExpression: key.join(' AND '),
    ...(filter && { FilterExpression: filter }),
    ...use.bound(),
  };
}
