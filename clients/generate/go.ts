import { wrapped } from './comments.ts';
import { errorNameOf } from './error-names.ts';
import type { Field, FieldType } from './fields.ts';
import { GENERATED_NOTE } from './generated-note.ts';
import { goField, publicName } from './go-fields.ts';
import type { ApiModel, CodeModel, OperationModel, ResultModel } from './model.ts';

/** Go's tools recognise generated files by this line. */
const HEADER = `// Code generated from the API catalogue. DO NOT EDIT.\n// ${GENERATED_NOTE}\n\npackage issuary\n`;
const COMMENT_WIDTH = 112;

/** Returns the generated files of the Go library, formatted as gofmt does. */
export const goFiles = (api: ApiModel): Readonly<Record<string, string>> => ({
  'clients/go/codes.go': codesFile(api),
  'clients/go/models.go': modelsFile(api),
  'clients/go/requests.go': file(api.operations.filter(hasRequest).map(requestType)),
  'clients/go/services.go': servicesFile(api),
});

const file = (parts: readonly string[], imports = ''): string =>
  [HEADER, ...(imports ? [imports] : []), ...parts].join('\n');

const comment = (text: string, indent = ''): string =>
  wrapped(text, COMMENT_WIDTH)
    .map((line) => `${indent}// ${line}\n`)
    .join('');

/** `opens a card` for `Opens a card`, but `BIN ranges` as it is. */
const lowerFirst = (text: string) =>
  /^[A-Z][a-z' ]/.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text;

const hasRequest = ({ request }: OperationModel) => request.length > 0;
const methodOf = ({ group, method }: OperationModel) => `${publicName(group)}.${publicName(method)}`;

function requestType(operation: OperationModel): string {
  const { requestName, request, takesRequestNumber } = operation;
  const optional = takesRequestNumber
    ? request.map((field) => (field.name === 'userReqNo' ? withGeneratedNumber(field) : field))
    : request;
  const fields = optional.map((field) => fieldText(field, 'request'));
  return `${comment(`${requestName} is the request of ${methodOf(operation)}.`)}type ${requestName} struct {\n${fields.join('')}}\n`;
}

const withGeneratedNumber = (field: Field): Field => ({
  ...field,
  isRequired: false,
  description: `${field.description} The client generates one when it is empty.`,
});

function fieldText(field: Field, side: 'request' | 'result'): string {
  const notes = [
    field.description,
    ...(side === 'request' && field.isRequired ? ['Required.'] : []),
    ...(field.default === undefined ? [] : [`Defaults to ${field.default}.`]),
  ];
  return `${comment(notes.join(' '), '\t')}\t${goField(field, side)}\n`;
}

function modelsFile({ types, operations, notifications }: ApiModel): string {
  const resultsOf = (name: string) => operations.filter((each) => objectOf(each.result).name === name);
  const texts = types.map(({ name, fields }) => {
    const notification = notifications.find(({ content }) => content.name === name);
    const results = resultsOf(name).map((each) => `${methodOf(each)}`);
    const owner = types.find((type) => type.fields.some((field) => innerName(field.type) === name));
    const uses = [
      ...(notification ? [`the content of ${notification.type}: ${lowerFirst(notification.summary)}`] : []),
      ...(results.length > 0
        ? [`${notification ? 'It is' : ''} what ${results.join(' and ')} returns.`.trim()]
        : []),
      ...(owner ? [`part of ${owner.name}.`] : []),
    ];
    const body = fields.map((field) => fieldText(field, 'result')).join('');
    return `${comment(`${name} is ${uses.join(' ')}`)}type ${name} struct {\n${body}}\n`;
  });
  return file(texts);
}

const innerName = (type: FieldType): string | undefined =>
  type.kind === 'list' ? innerName(type.of) : type.kind === 'object' ? type.name : undefined;

const objectOf = (result: ResultModel) => (result.kind === 'object' ? result.type : result.row);

function servicesFile(api: ApiModel): string {
  const groups = [...new Set(api.operations.map(({ group }) => group))];
  const services = groups.map((group) => ({ group, type: `${publicName(group)}Service` }));
  const width = Math.max(...services.map(({ group }) => group.length));
  return file(
    [
      `// services are the groups of a client's methods.\ntype services struct {\n${services
        .map(({ group, type }) => `\t${publicName(group).padEnd(width)} *${type}\n`)
        .join('')}}\n`,
      `func newServices(client *Client) services {\n\treturn services{\n${services
        .map(({ type }) => `\t\t&${type}{client},\n`)
        .join('')}\t}\n}\n`,
      operationTable(api.operations),
      ...services.flatMap(({ group, type }) => [
        `// ${type} has the methods of Client.${publicName(group)}.\ntype ${type} struct{ client *Client }\n`,
        ...api.operations.filter((each) => each.group === group).map((each) => methodText(type, each)),
      ]),
    ],
    'import "context"\n',
  );
}

const operationTable = (operations: readonly OperationModel[]): string =>
  `// operations are all of them: name, path, whether it changes something, and whether it takes a userReqNo.\nvar operations = []operation{\n${operations
    .map(
      ({ name, path, changes, takesRequestNumber }) =>
        `\t{"${name}", "${path}", ${changes}, ${takesRequestNumber}},\n`,
    )
    .join('')}}\n`;

function methodText(service: string, operation: OperationModel): string {
  const { name, method, summary, requestName, result } = operation;
  const row = objectOf(result).name;
  const takes = hasRequest(operation) ? `, request *${requestName}` : '';
  const passes = hasRequest(operation) ? 'request' : 'nil';
  const title = publicName(method);
  const head = (suffix = '') => `func (s *${service}) ${title}${suffix}(ctx context.Context${takes})`;
  const refusals = operation.errorCodes.map((code) => `Err${publicName(errorNameOf(code))}`).join(', ');
  const doc = (suffix: string, extra: string) =>
    `${comment(`${title}${suffix} ${lowerFirst(summary)}${extra}`)}//\n${comment(`It may be refused with ${refusals}.`)}`;
  if (result.kind === 'object')
    return `${doc('', '')}${head()} (*${row}, error) {\n\treturn send[${row}](ctx, s.client, "${name}", ${passes})\n}\n`;
  if (result.kind === 'list')
    return `${doc('', '')}${head()} ([]${row}, error) {\n\treturn sendForList[${row}](ctx, s.client, "${name}", ${passes})\n}\n`;
  return [
    `${doc('', ' It goes through all pages, from the one that the request names.')}${head()} Seq[${row}] {\n\tvar first ${requestName}\n\tif request != nil {\n\t\tfirst = *request\n\t}\n\treturn pages(func(page int) (*Page[${row}], error) {\n\t\tnext := first\n\t\tnext.CurrentPage = page\n\t\treturn s.${title}Page(ctx, &next)\n\t}, first.CurrentPage)\n}\n`,
    `// ${title}Page returns one page of what ${title} goes through.\n${head('Page')} (*Page[${row}], error) {\n\treturn send[Page[${row}]](ctx, s.client, "${name}", request)\n}\n`,
  ].join('\n');
}

function codesFile({ version, errorCodes, responseCodes, namedCodes, notifications }: ApiModel): string {
  const errors = errorCodes.map(
    ({ code, meaning }) => `\t// ${meaning}\n\tErr${publicName(errorNameOf(code))} ErrorCode = "${code}"\n`,
  );
  const meanings = (codes: readonly CodeModel[], key: (code: string | number) => string) =>
    codes.map(({ code, meaning }) => `\t${key(code)}: "${meaning}",\n`).join('');
  return file([
    `// Version is the version of the package, and of the API that it was generated for.\nconst Version = "${version}"\n`,
    `// The codes of refusals, for errors.Is.\nconst (\n${errors.join('')})\n`,
    `var meanings = map[ErrorCode]string{\n${meanings(errorCodes, (code) => `"${code}"`)}}\n`,
    `// ResponseCodes says in words what the respCode of a transaction means.\nvar ResponseCodes = map[string]string{\n${meanings(responseCodes, (code) => `"${code}"`)}}\n`,
    ...Object.entries(namedCodes).map(([group, codes]) => constants(group, codes)),
    switchText(
      '// newContent returns a pointer to the empty content of a type of notification; nil for a type that is not known.\nfunc newContent(notificationType string) any',
      notifications.map(({ type, content }) => [type, `return new(${content.name})`]),
      'return nil',
    ),
    switchText(
      '// identityFields returns the fields that together identify an event of a type; none where only the header does.\nfunc identityFields(notificationType string) []string',
      notifications
        .filter(({ identity }) => identity.length > 0)
        .map(({ type, identity }) => [
          type,
          `return []string{${identity.map((field) => `"${field}"`).join(', ')}}`,
        ]),
      'return nil',
    ),
  ]);
}

/** Go's names for the groups of codes that have names. */
const CODE_GROUPS: Readonly<Record<string, string>> = {
  opTypes: 'OpType',
  orderStatuses: 'OrderStatus',
  transTypes: 'TransType',
};

function constants(group: string, codes: readonly CodeModel[]): string {
  const prefix = CODE_GROUPS[group];
  if (prefix === undefined) throw new RangeError(`the codes ${group} have no name in Go`);
  const names = codes.map(({ name = '' }) => `${prefix}${publicName(name)}`);
  const width = Math.max(...names.map((name) => name.length));
  const lines = codes.map(({ code }, nth) => {
    const value = typeof code === 'number' ? code : `"${code}"`;
    return `\t${names[nth]?.padEnd(width)} = ${value}\n`;
  });
  return `// The codes with the prefix ${prefix}.\nconst (\n${lines.join('')})\n`;
}

const switchText = (
  head: string,
  cases: readonly (readonly [value: string, statement: string])[],
  otherwise: string,
): string =>
  `${head} {\n\tswitch notificationType {\n${cases
    .map(([value, statement]) => `\tcase "${value}":\n\t\t${statement}\n`)
    .join('')}\t}\n\t${otherwise}\n}\n`;
