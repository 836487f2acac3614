import { catalogue, type OperationName } from '../../../shared/wire/contract/catalogue.ts';
import { methodNames } from '../../../shared/wire/contract/method-names.ts';
import { nearestName } from '../../../shared/wire/nearest-name.ts';
import { UsageError } from './command-error.ts';

const names = Object.keys(catalogue) as OperationName[];

/** The names under which an operation is known: in the contract's code, in client libraries, and by its path. */
const aliasesOf = (name: OperationName): readonly string[] => {
  const path: string = catalogue[name].path;
  return [name, methodNames[name], path, path.slice('/openapi/'.length)];
};

/**
 * Returns the operation with this name: `cards.apply`, `cardApply`, `vcc/card/apply` or `/openapi/vcc/card/apply`.
 *
 * @throws UsageError naming the most similar one
 */
export function operationNamed(given: string): OperationName {
  const found = names.find((name) => aliasesOf(name).includes(given));
  if (found) return found;
  const similar = nearestName(given, names.flatMap(aliasesOf));
  const advice = similar === undefined ? 'issuary call --list names all' : `did you mean ${similar}?`;
  throw new UsageError(`There is no operation ${given}: ${advice}${similar === undefined ? '.' : ''}`);
}

/** Every operation as the client libraries name it, with its path and title. */
export const listOperations = (): readonly { method: string; path: string; title: string }[] =>
  names.map((name) => ({
    method: methodNames[name],
    path: catalogue[name].path,
    title: catalogue[name].title,
  }));
