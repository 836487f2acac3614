import { pascalCase } from '../../infra/openapi/names.ts';
import { errorNameOf } from './error-names.ts';
import { modelFile } from './java-models.ts';
import { requestFile } from './java-requests.ts';
import { javadoc, javaFile } from './java-text.ts';
import type { ApiModel, CodeModel, NotificationModel, OperationModel, ResultModel } from './model.ts';

const ROOT = 'clients/java/src/main/java/com/issuary';

/** Returns the generated files of the Java library. */
export function javaFiles(api: ApiModel): Readonly<Record<string, string>> {
  const { operations, types } = api;
  const groups = [...new Set(operations.map(({ group }) => group))];
  const requests = operations.filter(hasRequest);
  const named: readonly (readonly [string, string])[] = [
    ...types.map((type) => [`model/${type.name}`, modelFile(type, describeType(type.name, api))] as const),
    ...requests.map((one) => [`model/${one.requestName}`, requestFile(one)] as const),
    ...codeClasses(api).map(([name, text]) => [`model/${name}`, text] as const),
    ...groups.map((group) => [pascalCase(group), groupFile(group, operations)] as const),
    ['Operations', operationsFile(groups)],
    ['Catalogue', catalogueFile(operations)],
    ['NotificationTypes', notificationTypesFile(api.notifications)],
    ['Version', versionFile(api.version)],
  ];
  return Object.fromEntries(named.map(([name, text]) => [`${ROOT}/${name}.java`, text]));
}

const hasRequest = ({ request }: OperationModel): boolean => request.length > 0;
const objectOf = (result: ResultModel) => (result.kind === 'object' ? result.type : result.row);
const upperSnake = (name: string): string => name.replace(/[a-z](?=[A-Z])/g, '$&_').toUpperCase();

/** Says where the platform sends an object. */
function describeType(name: string, { operations, notifications }: ApiModel): string {
  const notified = notifications.find(({ content }) => content.name === name);
  if (notified) return `The content of ${notified.type}. ${notified.summary}`;
  const titles = operations.filter(({ result }) => objectOf(result).name === name).map(({ title }) => title);
  return titles.length === 0
    ? 'A part of another object.'
    : `The result, or a row of the result, of ${titles.join(', ')}.`;
}

/** Groups with hand-written methods beside the generated ones. */
const BASES: Readonly<Record<string, string>> = { orders: 'OrderWaiting' };

const GROUP_IMPORTS = ['java.util.List', 'java.util.function.Consumer'];

function groupFile(group: string, operations: readonly OperationModel[]): string {
  const own = operations.filter((operation) => operation.group === group);
  const base = BASES[group];
  const name = pascalCase(group);
  const imports = own.flatMap(({ requestName, result }) => [requestName, objectOf(result).name]);
  const code = `public final class ${name}${base ? ` extends ${base}` : ''} {
  private final Calls calls;

  ${name}(Calls calls) {
    this.calls = calls;
  }

${own.map((operation) => methods(operation, base !== undefined)).join('\n')}}
`;
  const models = [...new Set(imports)].map((model) => `com.issuary.model.${model}`);
  const doc = `The operations ${own.map(({ title }) => title).join(', ')}.`;
  return javaFile('com.issuary', [...GROUP_IMPORTS, ...models], [doc], code);
}

const RETURNS: Readonly<Record<ResultModel['kind'], (row: string) => string>> = {
  object: (type) => type,
  list: (row) => `List<${row}>`,
  page: (row) => `Paged<${row}>`,
};
const CALLS: Readonly<Record<ResultModel['kind'], string>> = {
  object: 'object',
  list: 'list',
  page: 'pages',
};

/** Returns the method of an operation, with shorter forms where there are some. */
function methods(operation: OperationModel, isOverride: boolean): string {
  const { method, name, requestName, request, result, title, summary, errorCodes } = operation;
  const type = objectOf(result).name;
  const returned = RETURNS[result.kind](type);
  const call = `calls.${CALLS[result.kind]}(Catalogue.${upperSnake(name)}, `;
  const refusals = errorCodes.map((code) => `${code} ${upperSnake(errorNameOf(code))}`).join(', ');
  const doc = javadoc([`${title}. ${summary}`, '', `@throws OperationRefused with one of ${refusals}`], '  ');
  const short = javadoc([`${title}. ${summary}`], '  ');
  if (!hasRequest(operation))
    return `${doc}  public ${returned} ${method}() {\n    return ${call}com.issuary.model.NoRequest.INSTANCE, ${type}::of);\n  }\n`;
  const override = isOverride ? '  @Override\n' : '';
  const parts = [
    `${doc}${override}  public ${returned} ${method}(${requestName} request) {\n    return ${call}request, ${type}::of);\n  }\n`,
    `${short}  public ${returned} ${method}(Consumer<${requestName}.Builder> request) {\n    ${requestName}.Builder builder = ${requestName}.builder();\n    request.accept(builder);\n    return ${method}(builder.build());\n  }\n`,
  ];
  const others = request.filter((field) => field.name !== 'userReqNo');
  const [only] = others;
  if (result.kind !== 'object' && request.every((field) => !field.isRequired))
    parts.push(
      `${short}  public ${returned} ${method}() {\n    return ${method}(${requestName}.builder().build());\n  }\n`,
    );
  if (others.length === 1 && only?.isRequired && only.type.kind === 'text')
    parts.push(
      `${short}  public ${returned} ${method}(String ${only.name}) {\n    return ${method}(${requestName}.builder().${only.name}(${only.name}).build());\n  }\n`,
    );
  return parts.join('\n');
}

function operationsFile(groups: readonly string[]): string {
  const fields = groups.map((group) => `  private final ${pascalCase(group)} ${group};\n`).join('');
  const made = groups.map((group) => `    ${group} = new ${pascalCase(group)}(calls);\n`).join('');
  const accessors = groups.map(
    (group) =>
      `  /** Returns the operations of this group. */\n  public ${pascalCase(group)} ${group}() {\n    return ${group};\n  }\n`,
  );
  const code = `public abstract class Operations {\n${fields}\n  Operations(Calls calls) {\n${made}  }\n\n${accessors.join('\n')}}\n`;
  return javaFile('com.issuary', [], ['Every operation of the Merchant API, in groups.'], code);
}

function catalogueFile(operations: readonly OperationModel[]): string {
  const constants = operations.map(
    ({ name, path, changes, takesRequestNumber }) =>
      `  static final Operation ${upperSnake(name)} = new Operation("${name}", "${path}", ${changes}, ${takesRequestNumber});\n`,
  );
  const all = operations.map(({ name }) => `      ${upperSnake(name)}`).join(',\n');
  const code = `final class Catalogue {\n${constants.join('')}  static final List<Operation> ALL = List.of(\n${all});\n\n  private Catalogue() {}\n}\n`;
  return javaFile('com.issuary', ['java.util.List'], ['Every operation.'], code);
}

function notificationTypesFile(notifications: readonly NotificationModel[]): string {
  const all = notifications.map(
    ({ type, content, identity }) =>
      `      new NotificationType("${type}", ${content.name}::of${identity.map((field) => `, "${field}"`).join('')})`,
  );
  const code = `final class NotificationTypes {\n  static final List<NotificationType> ALL = List.of(\n${all.join(',\n')});\n\n  private NotificationTypes() {}\n}\n`;
  const models = notifications.map(({ content }) => `com.issuary.model.${content.name}`);
  return javaFile('com.issuary', ['java.util.List', ...models], ['Every type of notification.'], code);
}

const versionFile = (version: string): string =>
  javaFile(
    'com.issuary',
    [],
    ['The version of this library.'],
    `final class Version {\n  static final String VERSION = "${version}";\n\n  private Version() {}\n}\n`,
  );

/** Constants for codes: error codes, response codes, and those that the catalogue names. */
function codeClasses({ errorCodes, responseCodes, namedCodes }: ApiModel): (readonly [string, string])[] {
  return [
    codesFile(
      'ErrorCode',
      'The codes with which the platform refuses an operation.',
      errorCodes,
      ({ code }) => upperSnake(errorNameOf(code)),
    ),
    codesFile(
      'ResponseCode',
      'The codes with which a purchase is approved or declined.',
      responseCodes,
      ({ meaning }) => constantOf(meaning),
    ),
    ...Object.entries(namedCodes).map(([plural, codes]) =>
      codesFile(pascalCase(singular(plural)), `The values of ${singular(plural)}.`, codes, ({ name = '' }) =>
        upperSnake(name),
      ),
    ),
  ];
}

/** `orderStatus` for `orderStatuses`, `opType` for `opTypes`. */
const singular = (plural: string): string => plural.replace(/(?<=us)es$|s$/, '');

const constantOf = (words: string): string => words.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();

function codesFile(
  name: string,
  description: string,
  codes: readonly CodeModel[],
  constant: (code: CodeModel) => string,
): readonly [string, string] {
  const constants = codes.map((each) => {
    const isNumber = typeof each.code === 'number';
    const value = isNumber ? each.code : `"${each.code}"`;
    return `  /** ${each.meaning} */\n  public static final ${isNumber ? 'int' : 'String'} ${constant(each)} = ${value};\n`;
  });
  const code = `public final class ${name} {\n${constants.join('')}\n  private ${name}() {}\n}\n`;
  return [name, javaFile('com.issuary.model', [], [description], code)];
}
