import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Condition } from '../../../../shared/runtime/store/write.ts';
import { TableError } from './table-error.ts';
import { compareValues, type Stored, sameValue, toValue } from './values.ts';

/** A condition on a stored item. */
export type Test = (item: Stored | undefined) => boolean;

/**
 * Returns whether all of the conditions hold, as a function.
 *
 * @throws TableError for a condition without meaning, such as one without values
 */
export function testOf(conditions: readonly Condition[]): Test {
  const tests = conditions.map(single);
  return (item) => tests.every((test) => test(item));
}

function single(condition: Condition): Test {
  const { attribute } = condition;
  if (condition.kind === 'absent') return (item) => item?.[attribute] === undefined;
  const operands = condition.kind === 'oneOf' ? condition.values : [condition.value];
  if (operands.length === 0)
    throw new TableError(`Invalid ConditionExpression: no operands for ${attribute} IN`);
  const values = operands.map((operand) => {
    const value = toValue(operand);
    if (!value)
      throw new TableError(`Invalid ConditionExpression: The value for ${attribute} is not defined`);
    return value;
  });
  const holds = comparison(condition.kind);
  return (item) => {
    const stored = item?.[attribute];
    if (stored === undefined && condition.kind === 'atMost') return condition.orAbsent === true;
    return stored !== undefined && values.some((value) => holds(stored, value));
  };
}

function comparison(kind: Exclude<Condition['kind'], 'absent'>) {
  switch (kind) {
    case 'equals':
    case 'oneOf':
      return sameValue;
    case 'atLeast':
      return (stored: AttributeValue, value: AttributeValue) => (compareValues(stored, value) ?? -1) >= 0;
    case 'atMost':
      return (stored: AttributeValue, value: AttributeValue) => (compareValues(stored, value) ?? 1) <= 0;
  }
}
