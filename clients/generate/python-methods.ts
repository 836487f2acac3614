import type { Field, FieldType } from './fields.ts';
import type { ApiModel, CodeModel, OperationModel, ResultModel } from './model.ts';
import {
  docstring,
  inPython,
  pythonModule,
  requiredFirst,
  snakeCase,
  upperCase,
  wrapped,
} from './python-text.ts';

/** How the methods differ between threads and asyncio. */
interface Style {
  readonly prefix: string;
  readonly define: string;
  readonly wait: string;
}

const STYLES: readonly Style[] = [
  { prefix: '', define: 'def', wait: '' },
  { prefix: 'Async', define: 'async def', wait: 'await ' },
];

/** What a group has beside its generated methods. */
const BASES: Readonly<Record<string, string>> = { orders: 'WaitsForOrders' };

/** Returns the module with a class for each group of operations, once for threads and once for asyncio. */
export function pythonMethods(api: ApiModel): string {
  const groups = Map.groupBy(api.operations, ({ group }) => group);
  const classes = STYLES.flatMap((style) =>
    [...groups].flatMap(([group, operations]) => groupClass(group, operations, style, api.errorCodes)),
  );
  return pythonModule('The operations of the API, in groups.', [
    'from typing import List, Literal, Mapping, Optional',
    '',
    'from . import _models as models',
    'from ._callers import AsyncCaller, AsyncPages, Caller, Pages',
    'from ._orders import AsyncWaitsForOrders, WaitsForOrders',
    'from ._requests import Amount, Date, DateOrTime, Operation',
    '',
    ...api.operations.map(operationConstant),
    '',
    'OPERATIONS: Mapping[str, Operation] = {',
    ...api.operations.map(({ name }) => `    "${name}": ${upperCase(name)},`),
    '}',
    ...classes,
    ...STYLES.flatMap((style) => allGroups([...groups.keys()], style)),
  ]);
}

const operationConstant = ({ name, path, changes, takesRequestNumber }: OperationModel): string =>
  `${upperCase(name)} = Operation("${name}", "${path}", ${python(changes)}, ${python(takesRequestNumber)})`;

const python = (value: boolean) => (value ? 'True' : 'False');

const className = (group: string, { prefix }: Style) =>
  `${prefix}${group.charAt(0).toUpperCase()}${group.slice(1)}`;

function groupClass(
  group: string,
  operations: readonly OperationModel[],
  style: Style,
  codes: readonly CodeModel[],
): string[] {
  const base = BASES[group];
  return [
    '',
    '',
    `class ${className(group, style)}${base === undefined ? '' : `(${style.prefix}${base})`}:`,
    `    def __init__(self, caller: ${style.prefix}Caller) -> None:`,
    '        self._caller = caller',
    ...operations.flatMap((operation) => ['', ...method(operation, style, codes)]),
  ];
}

/** The base of the class of a group's attributes. */
const allGroups = (groups: readonly string[], style: Style): string[] => [
  '',
  '',
  `class ${style.prefix}OperationGroups:`,
  '    """The groups of operations, as attributes."""',
  '',
  `    def __init__(self, caller: ${style.prefix}Caller) -> None:`,
  ...groups.map((group) => `        self.${group} = ${className(group, style)}(caller)`),
];

function method(operation: OperationModel, style: Style, codes: readonly CodeModel[]): string[] {
  const { request, result } = operation;
  const isPage = result.kind === 'page';
  const define = isPage ? 'def' : style.define;
  const parameters = requiredFirst(request.map((field) => asParameter(field, operation)));
  const args = parameters.map((field) => `        ${snakeCase(field.name)}: ${parameterType(field)},`);
  const signature = args.length === 0 ? ['        self,'] : ['        self,', '        *,', ...args];
  const fields = request.map(({ name }) => `                "${name}": ${snakeCase(name)},`);
  const call = isPage
    ? `${style.prefix}Pages(self._caller, `
    : `${style.wait}self._caller.${callOf(result)}(`;
  return [
    `    ${define} ${snakeCase(operation.method)}(`,
    ...signature,
    `    ) -> ${resultType(result, style)}:`,
    ...docstring('        ', inPython(operation.summary), methodDetails(operation, parameters, codes)),
    `        return ${call}`,
    `            ${upperCase(operation.name)},`,
    `            models.${typeIn(result)},`,
    ...(fields.length === 0 ? ['            {},'] : ['            {', ...fields, '            },']),
    '        )',
  ];
}

/** The client generates a request number that the caller does not give, and iterates in pages of the full size. */
function asParameter(field: Field, { takesRequestNumber, result }: OperationModel): Field {
  if (field.name === 'userReqNo' && takesRequestNumber) return { ...field, isRequired: false };
  return field.name === 'pageSize' && result.kind === 'page' ? { ...field, default: 50 } : field;
}

const callOf = (result: ResultModel) => (result.kind === 'list' ? 'list' : 'one');
const typeIn = (result: ResultModel) => (result.kind === 'object' ? result.type.name : result.row.name);

function resultType(result: ResultModel, { prefix }: Style): string {
  const type = `models.${typeIn(result)}`;
  if (result.kind === 'page') return `${prefix}Pages[${type}]`;
  return result.kind === 'list' ? `List[${type}]` : type;
}

/** Defaults are the platform's, so nothing is sent for an argument that is not given. */
function parameterType({ name, type, isRequired, default: value }: Field): string {
  if (name === 'pageSize') return `int = ${value}`;
  return isRequired ? inputType(type) : `Optional[${inputType(type)}] = None`;
}

function inputType(type: FieldType): string {
  switch (type.kind) {
    case 'integer':
      return 'int';
    case 'decimal':
      return 'Amount';
    case 'enum':
      return `Literal[${type.values.map((value) => JSON.stringify(value)).join(', ')}]`;
    case 'text':
      return type.format === 'date' ? 'Date' : type.format === 'dateOrTime' ? 'DateOrTime' : 'str';
    default:
      throw new RangeError(`no request has a field of the kind ${type.kind}`);
  }
}

function methodDetails(
  { name, async: isAsync, errorCodes, takesRequestNumber }: OperationModel,
  parameters: readonly Field[],
  codes: readonly CodeModel[],
): string[] {
  const indentation = '        ';
  const meaningOf = (code: string) => codes.find((one) => one.code === code)?.meaning;
  const refusals = errorCodes.map((code) => `${code} ${meaningOf(code)}`).join(', ');
  const hanging = `${indentation}    `;
  return [
    ...wrapped(`The operation is called ${name} in the reference.`, indentation),
    ...(isAsync
      ? wrapped('Returns once it is accepted; the outcome arrives as a notification.', indentation)
      : []),
    '',
    ...parameters.flatMap((field) =>
      wrapped(
        `:param ${snakeCase(field.name)}: ${describe(field, takesRequestNumber)}`,
        indentation,
        hanging,
      ),
    ),
    ...wrapped(`:raises OperationRefused: with ${refusals}.`, indentation, hanging),
  ];
}

function describe({ name, description, default: value }: Field, takesRequestNumber: boolean): string {
  const words = inPython(description);
  if (name === 'userReqNo' && takesRequestNumber)
    return `${words} Defaults to a new number; store one of your own first if your program may crash.`;
  return value === undefined ? words : `${words} Defaults to ${value}.`;
}
