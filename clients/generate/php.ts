import { errorNameOf } from './error-names.ts';
import type { Field, ObjectType } from './fields.ts';
import { GENERATED_NOTE } from './generated-note.ts';
import type { ApiModel, CodeModel } from './model.ts';
import { constantName, property, readField } from './php-fields.ts';
import { groupClass, groupsTrait } from './php-groups.ts';
import { className, docComment, methodOf, rowOf } from './php-text.ts';

/** Returns the generated files of the PHP library, one class each. */
export const phpFiles = (api: ApiModel): Readonly<Record<string, string>> => {
  const groups = [...new Set(api.operations.map(({ group }) => group))];
  const classes: Readonly<Record<string, string>> = {
    ...Object.fromEntries(groups.map((group) => [`Api/${className(group)}`, groupClass(group, api)])),
    'Api/GroupProperties': groupsTrait(groups),
    ...Object.fromEntries(api.types.map((type) => [`Model/${type.name}`, modelClass(type, api)])),
    Catalogue: catalogueClass(api),
    ErrorCode: codesClass(
      'ErrorCode',
      'The codes of refusals.',
      api.errorCodes.map((code) => ({ ...code, name: errorNameOf(code.code) })),
    ),
    ResponseCode: responseCodeClass(api.responseCodes),
    ...Object.fromEntries(
      Object.entries(api.namedCodes).map(([group, codes]) => [
        codeClass(group),
        namedCodesClass(group, codes),
      ]),
    ),
  };
  return Object.fromEntries(
    Object.entries(classes).map(([name, text]) => [`clients/php/src/${name}.php`, phpFile(name, text)]),
  );
};

/** `Api/Cards` is in the namespace Issuary\Api. */
const phpFile = (name: string, text: string): string => {
  const namespace = ['Issuary', ...name.split('/').slice(0, -1)].join('\\');
  return `<?php\n\n// ${GENERATED_NOTE}\n\ndeclare(strict_types=1);\n\nnamespace ${namespace};\n\n${text}`;
};

function modelClass({ name, fields }: ObjectType, { operations, notifications, types }: ApiModel): string {
  const results = operations
    .filter((each) => rowOf(each).name === name)
    .map((each) => `Api\\${methodOf(each)}`);
  const notification = notifications.find(({ content }) => content.name === name);
  const owner = types.find((type) => type.fields.some((field) => innerName(field) === name));
  const uses = [
    ...(notification ? [`The content of ${notification.type}. ${notification.summary}`] : []),
    ...(results.length > 0 ? [`What ${results.join(' and ')} returns.`] : []),
    ...(owner ? [`Part of ${owner.name}.`] : []),
  ];
  return `use Issuary\\Fields;
${fields.some(({ isSecret }) => isSecret) ? 'use Issuary\\Secret;\n' : ''}
${docComment([uses.join(' ')], [])}final class ${name}
{
    public function __construct(
${fields.map(property).join('')}    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
${fields.map(readField).join('')}        );
    }
}
`;
}

const innerName = ({ type }: Field): string | undefined => {
  const inner = type.kind === 'list' ? type.of : type;
  return inner.kind === 'object' ? inner.name : undefined;
};

function catalogueClass({ version, operations, notifications }: ApiModel): string {
  const identities = notifications.filter(({ identity }) => identity.length > 0);
  const list = (texts: readonly string[]) => texts.map((text) => `        ${text},\n`).join('');
  return `/** @internal what the library knows of the API */
final class Catalogue
{
    public const VERSION = '${version}';

    /** Path, whether it changes something, and whether it takes a userReqNo, by name. */
    public const OPERATIONS = [
${list(operations.map(({ name, path, changes, takesRequestNumber }) => `'${name}' => ['${path}', ${changes}, ${takesRequestNumber}]`))}    ];

    /** The class of the content, by type. */
    public const NOTIFICATIONS = [
${list(notifications.map(({ type, content }) => `'${type}' => Model\\${content.name}::class`))}    ];

    /** The fields that together identify an event, by type. */
    public const IDENTITIES = [
${list(identities.map(({ type, identity }) => `'${type}' => [${identity.map((field) => `'${field}'`).join(', ')}]`))}    ];
}
`;
}

function codesClass(name: string, title: string, codes: readonly CodeModel[]): string {
  const constants = codes.map(({ code, name: word = '', meaning }) => {
    const value = typeof code === 'number' ? code : `'${code}'`;
    return `    /** ${meaning} */\n    public const ${constantName(word)} = ${value};\n`;
  });
  return `/** ${title} */\nfinal class ${name}\n{\n${constants.join('')}}\n`;
}

/** Names of the classes for the groups of codes that have names, and what they are. */
const CODE_CLASSES: Readonly<Record<string, readonly [name: string, title: string]>> = {
  opTypes: ['OpType', 'The kinds of orders.'],
  orderStatuses: ['OrderStatus', 'How far an order is.'],
  transTypes: ['TransType', 'The kinds of card transactions.'],
};

function codeClassOf(group: string): readonly [name: string, title: string] {
  const found = CODE_CLASSES[group];
  if (found === undefined) throw new RangeError(`the codes ${group} have no name in PHP`);
  return found;
}

const codeClass = (group: string): string => codeClassOf(group)[0];
const namedCodesClass = (group: string, codes: readonly CodeModel[]): string =>
  codesClass(...codeClassOf(group), codes);

const responseCodeClass = (codes: readonly CodeModel[]): string =>
  `/** What the respCode of a card transaction means, in words. */
final class ResponseCode
{
    public const MEANINGS = [
${codes.map(({ code, meaning }) => `        '${code}' => '${meaning}',\n`).join('')}    ];
}
`;
