import type { Field, FieldType, ObjectType } from './fields.ts';
import type { ApiModel, CodeModel, NotificationModel } from './model.ts';
import {
  docstring,
  inPython,
  pythonModule,
  requiredFirst,
  snakeCase,
  upperCase,
  wrapped,
} from './python-text.ts';

/** Returns the module with a class for each object that the platform sends. */
export const pythonModels = ({ types }: ApiModel): string =>
  pythonModule('What the platform sends: the results of operations and the contents of notifications.', [
    'from dataclasses import dataclass, field',
    'from decimal import Decimal',
    'from typing import ClassVar, List, Mapping, Optional, Tuple',
    '',
    'from ._model import Model, Reader, decimal, integer, list_of, text',
    ...types.flatMap(modelClass),
  ]);

function modelClass({ name, fields }: ObjectType): string[] {
  const readers = fields.map(
    (one) => `        "${snakeCase(one.name)}": ("${one.name}", ${readerOf(one.type)}),`,
  );
  return [
    '',
    '',
    '@dataclass(frozen=True)',
    `class ${name}(Model):`,
    ...requiredFirst(fields).flatMap(modelField),
    '',
    '    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {',
    ...readers,
    '    }',
  ];
}

/** Card data is not shown where a model is printed. */
function modelField({ name, type, isRequired, isSecret, description }: Field): string[] {
  const annotation = isRequired ? typeName(type) : `Optional[${typeName(type)}]`;
  const options = [...(isRequired ? [] : ['default=None']), ...(isSecret ? ['repr=False'] : [])];
  const value = isSecret ? ` = field(${options.join(', ')})` : isRequired ? '' : ' = None';
  return [`    ${snakeCase(name)}: ${annotation}${value}`, ...docstring('    ', inPython(description))];
}

function typeName(type: FieldType): string {
  switch (type.kind) {
    case 'integer':
      return 'int';
    case 'decimal':
      return 'Decimal';
    case 'boolean':
      return 'bool';
    case 'list':
      return `List[${typeName(type.of)}]`;
    case 'object':
      return `"${type.name}"`;
    default:
      return 'str';
  }
}

function readerOf(type: FieldType): string {
  switch (type.kind) {
    case 'list':
      return `list_of(${readerOf(type.of)})`;
    case 'object':
      return `${type.name}.from_wire`;
    case 'integer':
    case 'decimal':
    case 'boolean':
      return type.kind;
    default:
      return 'text';
  }
}

/** Returns the module with a class for each notification. */
export const pythonNotifications = ({ notifications }: ApiModel): string =>
  pythonModule('The notifications, each with its content and what identifies it.', [
    'from dataclasses import dataclass',
    'from typing import Literal, Mapping, Optional, Tuple, Type, Union',
    '',
    'from . import _models as models',
    'from ._model import Model',
    ...notifications.flatMap(notificationClass),
    '',
    '',
    'Notification = Union[',
    ...notifications.map(({ content }) => `    ${content.name}Notification,`),
    ']',
    '"""An opened notification: its ``type`` says which content it has."""',
    '',
    'CONTENTS: Mapping[str, Tuple[Type[Model], Type[Notification]]] = {',
    ...notifications.map(
      ({ type, content }) => `    "${type}": (models.${content.name}, ${content.name}Notification),`,
    ),
    '}',
    '',
    'IDENTITIES: Mapping[str, Tuple[str, ...]] = {',
    ...notifications.filter(({ identity }) => identity.length > 0).map(identityLine),
    '}',
  ]);

const notificationClass = ({ type, summary, content }: NotificationModel): string[] => [
  '',
  '',
  '@dataclass(frozen=True)',
  `class ${content.name}Notification:`,
  ...docstring('    ', summary),
  '',
  `    content: models.${content.name}`,
  '    id: Optional[str]',
  '    """What identifies the event: process each id once. None when nothing does."""',
  `    type: Literal["${type}"] = "${type}"`,
];

const identityLine = ({ type, identity }: NotificationModel) =>
  `    "${type}": (${identity.map((field) => `"${field}"`).join(', ')}${identity.length === 1 ? ',' : ''}),`;

/** Returns the module with the codes of the API. */
export const pythonCodes = ({ errorCodes, responseCodes, namedCodes }: ApiModel): string =>
  pythonModule('The codes of the API with their meanings.', [
    'from typing import Mapping',
    '',
    ...meanings('ERROR_CODES', 'The ``error_code`` of a refusal.', errorCodes),
    '',
    ...meanings('RESPONSE_CODES', 'The ``resp_code`` of a card transaction.', responseCodes),
    ...Object.entries(namedCodes).flatMap(([name, codes]) => ['', ...constants(name, codes)]),
  ]);

const meanings = (name: string, meaning: string, codes: readonly CodeModel[]): string[] => [
  `${name}: Mapping[str, str] = {`,
  ...codes.map((one) => `    "${one.code}": "${one.meaning}",`),
  '}',
  ...wrapped(`"""${meaning}"""`, ''),
];

/** `OP_TYPE_RECHARGE = 16` for `recharge` of `opTypes`. */
function constants(name: string, codes: readonly CodeModel[]): string[] {
  const prefix = upperCase(name.replace(/e?s$/, (end) => (name.endsWith('uses') ? '' : end.slice(0, -1))));
  return codes.map(({ name: one = '', code }) => `${prefix}_${upperCase(one)} = ${JSON.stringify(code)}`);
}
