import { errorNameOf } from './error-names.ts';
import type { Field } from './fields.ts';
import type { ApiModel, OperationModel } from './model.ts';
import { constantName, parameter, parameterDoc, requestValue } from './php-fields.ts';
import { className, docComment, rowOf } from './php-text.ts';

// The classes whose methods call operations, one for each group.

/** Returns the trait with the groups as properties. */
export function groupsTrait(groups: readonly string[]): string {
  return `/** @internal the groups of a client's methods */
trait GroupProperties
{
${groups.map((group) => `    public readonly ${className(group)} $${group};\n`).join('')}
    private function createGroups(): void
    {
${groups.map((group) => `        $this->${group} = new ${className(group)}($this);\n`).join('')}    }
}
`;
}

/** Returns the class of one group. */
export function groupClass(group: string, api: ApiModel): string {
  const operations = api.operations.filter((each) => each.group === group);
  const models = [...new Set(operations.map((each) => rowOf(each).name))].toSorted();
  const kinds = operations.map(({ result }) => result.kind);
  const hasAmounts = operations.some(({ request }) => request.some(({ type }) => type.kind === 'decimal'));
  const isOrders = group === 'orders';
  const uses = [
    'Issuary\\CallException',
    'Issuary\\Client',
    ...(kinds.some((kind) => kind !== 'object') ? ['Issuary\\Fields'] : []),
    ...models.map((model) => `Issuary\\Model\\${model}`),
    ...(hasAmounts ? ['Issuary\\Number'] : []),
    ...(isOrders ? ['Issuary\\OrderWaiting'] : []),
    ...(kinds.includes('page') ? ['Issuary\\Page'] : []),
  ];
  return `${uses.map((use) => `use ${use};\n`).join('')}
/** The methods of a client's ${group}. */
final class ${className(group)}
{
${isOrders ? '    use OrderWaiting;\n\n' : ''}    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

${operations.map(methods).join('\n')}}
`;
}

/** Required fields first. A userReqNo that the client generates is last. */
function parametersOf({ request, takesRequestNumber }: OperationModel): Field[] {
  const isNumber = ({ name }: Field) => takesRequestNumber && name === 'userReqNo';
  const optional = (field: Field): Field => ({
    ...field,
    isRequired: false,
    description: `${field.description} The client generates one when there is none.`,
  });
  return [
    ...request.filter((field) => field.isRequired && !isNumber(field)),
    ...request.filter((field) => !field.isRequired && !isNumber(field)),
    ...request.filter(isNumber).map(optional),
  ];
}

function methods(operation: OperationModel): string {
  const { name, method, summary, result } = operation;
  const fields = parametersOf(operation);
  const row = rowOf(operation).name;
  const values = fields.map((field) => `            '${field.name}' => ${requestValue(field)},\n`).join('');
  const send = (read: string) =>
    `        return $this->client->send('${name}', [${values === '' ? '' : `\n${values}        `}], ${read});\n`;
  const refusals = `May be refused with ErrorCode::${operation.errorCodes.map((code) => constantName(errorNameOf(code))).join(', ')}.`;
  const documented = (paragraphs: readonly string[], returns: readonly string[]) =>
    docComment(
      [...paragraphs, refusals],
      [...fields.map(parameterDoc), ...returns, '@throws CallException'],
      '    ',
    );
  const signature = (title: string, returns: string) =>
    fields.length === 0
      ? `    public function ${title}(): ${returns}\n    {\n`
      : `    public function ${title}(\n${fields.map(parameter).join('')}    ): ${returns} {\n`;
  if (result.kind === 'object')
    return `${documented([summary], [])}${signature(method, row)}${send(`${row}::from(...)`)}    }\n`;
  const readRows = `$fields->objects('list', ${row}::from(...))`;
  if (result.kind === 'list')
    return `${documented([summary], [`@return list<${row}>`])}${signature(method, 'array')}${send(`static fn (Fields $fields): array => ${readRows}`)}    }\n`;
  const counts = ['totalCount', 'currentPage', 'pageSize', 'totalPages'].map(
    (count) => `$fields->integer('${count}')`,
  );
  const rest = fields
    .map(
      (field) => `            ${field.name}: ${field.name === 'currentPage' ? '$page' : `$${field.name}`},\n`,
    )
    .join('');
  return [
    `${documented([summary, 'Goes through the rows of all pages, from the one that currentPage names.'], [`@return \\Generator<int, ${row}>`])}${signature(method, '\\Generator')}        return Page::rows(fn (int $page): Page => $this->${method}Page(\n${rest}        ), $currentPage ?? 1);\n    }\n`,
    `    /**\n     * Returns one page of what ${method}() goes through, with the same parameters.\n     *\n     * @return Page<${row}>\n     * @throws CallException\n     */\n${signature(`${method}Page`, 'Page')}${send(`static fn (Fields $fields): Page => new Page(\n            ${[...counts, readRows].join(',\n            ')},\n        )`)}    }\n`,
  ].join('\n');
}
