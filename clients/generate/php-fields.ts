import type { Field, FieldType } from './fields.ts';

// Fields as PHP writes them: parameters of methods, properties of models.

/** Returns the name of a constant: `TRY_AGAIN_LATER` for `tryAgainLater`. */
export const constantName = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** @throws RangeError for a type that requests or results did not have when this was written */
function unknownType(name: string): never {
  throw new RangeError(`the field ${name} has a type that the PHP library cannot write`);
}

function parameterType({ name, type }: Field): string {
  switch (type.kind) {
    case 'text':
      return 'string';
    case 'decimal':
      return 'string|int';
    case 'integer':
      return 'int';
    case 'enum':
      return typeof type.values[0] === 'number' ? 'int' : 'string';
    default:
      return unknownType(name);
  }
}

const nullable = (type: string) => (type.includes('|') ? `${type}|null` : `?${type}`);

/** Returns the line of a method's parameter. */
export function parameter(field: Field): string {
  const type = parameterType(field);
  const secret = field.isSecret ? '#[\\SensitiveParameter] ' : '';
  return field.isRequired
    ? `        ${secret}${type} $${field.name},\n`
    : `        ${secret}${nullable(type)} $${field.name} = null,\n`;
}

/** Names the values of an enumeration where the description does not. */
function unsaidValues({ type, description }: Field): string {
  if (type.kind !== 'enum') return '';
  const isSaid = type.values.every((value) => new RegExp(`\\b${value}\\b`).test(description));
  return isSaid ? '' : ` One of ${type.values.join(', ')}.`;
}

/** Returns the tag that describes a parameter. */
export function parameterDoc(field: Field): string {
  const type = parameterType(field);
  const values = unsaidValues(field);
  const assumed = field.default === undefined ? '' : ` Defaults to ${field.default}.`;
  return `@param ${field.isRequired ? type : `${type}|null`} $${field.name} ${field.description}${values}${assumed}`;
}

/** Returns the expression for a parameter's value in a request. */
export function requestValue({ name, type, isRequired }: Field): string {
  if (type.kind !== 'decimal') return `$${name}`;
  return isRequired ? `new Number($${name})` : `Number::optional($${name})`;
}

/** Returns the constructor's parameter that is a model's property. */
export function property(field: Field): string {
  const { name, type, description } = field;
  const list =
    type.kind === 'list' ? `\n         *\n         * @var list<${innerType(name, type.of)}>\n         ` : ' ';
  const text = description.replaceAll('*/', '* /');
  const comment = type.kind === 'list' ? `/**\n         * ${text}${list}*/` : `/** ${text} */`;
  const written = field.isSecret ? 'Secret' : type.kind === 'list' ? 'array' : innerType(name, type);
  return `        ${comment}\n        public readonly ${field.isRequired ? '' : '?'}${written} $${name},\n`;
}

function innerType(name: string, type: FieldType): string {
  switch (type.kind) {
    case 'text':
    case 'decimal':
      return 'string';
    case 'integer':
      return 'int';
    case 'object':
      return type.name;
    default:
      return unknownType(name);
  }
}

/** Returns the argument that reads a model's field. */
export function readField(field: Field): string {
  return `            ${readerOf(field)},\n`;
}

function readerOf({ name, type, isRequired, isSecret }: Field): string {
  const reader = (word: string) =>
    `$fields->${isRequired ? word : `optional${word.charAt(0).toUpperCase()}${word.slice(1)}`}('${name}')`;
  if (isSecret) return reader('secret');
  switch (type.kind) {
    case 'text':
    case 'decimal':
    case 'integer':
      return reader(type.kind);
    case 'object':
      return isRequired ? unknownType(name) : `$fields->optionalObject('${name}', ${type.name}::from(...))`;
    case 'list':
      if (!isRequired) return unknownType(name);
      return type.of.kind === 'object'
        ? `$fields->objects('${name}', ${type.of.name}::from(...))`
        : `$fields->texts('${name}')`;
    default:
      return unknownType(name);
  }
}
