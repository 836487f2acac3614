import type { Query } from './store.ts';
import type { Condition, Update, Write } from './write.ts';

/** The names and values that a DynamoDB expression refers to. */
interface Bindings {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** Hands out placeholders, so that an attribute name never collides with a reserved word. */
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

  bindings(): Bindings {
    return {
      ...(Object.keys(this.#names).length > 0 && { ExpressionAttributeNames: this.#names }),
      ...(Object.keys(this.#values).length > 0 && { ExpressionAttributeValues: this.#values }),
    };
  }
}

function conditionExpression(condition: Condition, placeholders: Placeholders): string {
  const name = placeholders.name(condition.attribute);
  switch (condition.kind) {
    case 'equals':
      return `${name} = ${placeholders.value(condition.value)}`;
    case 'atLeast':
      return `${name} >= ${placeholders.value(condition.value)}`;
    case 'atMost': {
      const within = `${name} <= ${placeholders.value(condition.value)}`;
      return condition.orAbsent ? `(attribute_not_exists(${name}) OR ${within})` : within;
    }
    case 'oneOf':
      return `${name} IN (${condition.values.map((value) => placeholders.value(value)).join(', ')})`;
    case 'absent':
      return `attribute_not_exists(${name})`;
  }
}

function updateExpression(update: Update, placeholders: Placeholders): string {
  const set = Object.entries(update.set ?? {}).map(
    ([key, value]) => `${placeholders.name(key)} = ${placeholders.value(value)}`,
  );
  const add = Object.entries(update.add ?? {}).map(
    ([key, value]) => `${placeholders.name(key)} ${placeholders.value(value)}`,
  );
  const remove = (update.remove ?? []).map((key) => placeholders.name(key));
  return [
    set.length > 0 && `SET ${set.join(', ')}`,
    add.length > 0 && `ADD ${add.join(', ')}`,
    remove.length > 0 && `REMOVE ${remove.join(', ')}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Builds the parameters of the DynamoDB request for a write, except the table's name. */
export function writeExpressions(write: Write) {
  const placeholders = new Placeholders();
  const conditions =
    write.kind === 'put' && !write.replace
      ? [`attribute_not_exists(${placeholders.name('pk')})`]
      : (write.when ?? []).map((condition) => conditionExpression(condition, placeholders));
  const condition = conditions.length > 0 && { ConditionExpression: conditions.join(' AND ') };
  const returnOld = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  if (write.kind === 'put')
    return { kind: write.kind, Item: write.item, ...condition, ...placeholders.bindings(), ...returnOld };
  if (write.kind === 'check')
    return { kind: write.kind, Key: write.key, ...condition, ...placeholders.bindings(), ...returnOld };
  const UpdateExpression = updateExpression(write, placeholders);
  return {
    kind: write.kind,
    Key: write.key,
    UpdateExpression,
    ...condition,
    ...placeholders.bindings(),
    ...returnOld,
  };
}

/** Builds the parameters that select the query's items. `partition` and `sort` name the key attributes. */
export function queryExpressions(query: Query, { partition, sort }: { partition: string; sort: string }) {
  const placeholders = new Placeholders();
  const { from, to, where = [] } = query;
  const key = [`${placeholders.name(partition)} = ${placeholders.value(query.partition)}`];
  if (from !== undefined && to !== undefined)
    key.push(`${placeholders.name(sort)} BETWEEN ${placeholders.value(from)} AND ${placeholders.value(to)}`);
  else if (from !== undefined) key.push(`${placeholders.name(sort)} >= ${placeholders.value(from)}`);
  else if (to !== undefined) key.push(`${placeholders.name(sort)} <= ${placeholders.value(to)}`);
  const filter = where.map((condition) => conditionExpression(condition, placeholders)).join(' AND ');
  return {
    KeyConditionExpression: key.join(' AND '),
    ...(filter && { FilterExpression: filter }),
    ...placeholders.bindings(),
  };
}
