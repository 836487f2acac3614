import { pascalCase } from '../../infra/openapi/names.ts';
import type { Field, FieldType, ObjectType } from './fields.ts';
import { javadoc, javaFile } from './java-text.ts';

/** What an accessor returns and how it reads the field, where it is required and where it is optional. */
interface Reading {
  readonly type: string;
  /** In an Optional. */
  readonly boxed: string;
  readonly reader: string;
  readonly argument?: string;
}

/** Amounts that notifications carry as text, and numbers that do not fit into an int. */
const DECIMAL_TEXTS = ['realFee', 'transactionAmount'];
const LONG_NAME = /(?:Count|Index|confirmations)$/;
const TEXT: Reading = { type: 'String', boxed: 'String', reader: 'text' };
const DECIMAL: Reading = { type: 'BigDecimal', boxed: 'BigDecimal', reader: 'decimal' };
const INTEGER: Reading = { type: 'int', boxed: 'Integer', reader: 'integer' };
const LONG: Reading = { type: 'long', boxed: 'Long', reader: 'whole' };

function readingOf(name: string, type: FieldType): Reading {
  switch (type.kind) {
    case 'decimal':
      return DECIMAL;
    case 'boolean':
      return { type: 'boolean', boxed: 'Boolean', reader: 'flag' };
    case 'integer':
      // One type of notification has its card as a number.
      if (name.endsWith('Id')) return TEXT;
      return LONG_NAME.test(name) ? LONG : INTEGER;
    case 'object':
      return { type: type.name, boxed: type.name, reader: 'object', argument: `${type.name}::of` };
    case 'list':
      return listReading(type.of);
    default:
      return DECIMAL_TEXTS.includes(name) ? DECIMAL : TEXT;
  }
}

function listReading(of: FieldType): Reading {
  if (of.kind !== 'object') return { type: 'List<String>', boxed: 'List<String>', reader: 'texts' };
  return { type: `List<${of.name}>`, boxed: `List<${of.name}>`, reader: 'list', argument: `${of.name}::of` };
}

function accessor({ name, type, isRequired, description }: Field): string {
  const { type: plain, boxed, reader, argument } = readingOf(name, type);
  const call = isRequired ? reader : `optional${pascalCase(reader)}`;
  const given = argument === undefined ? `"${name}"` : `"${name}", ${argument}`;
  const returned = isRequired ? plain : `Optional<${boxed}>`;
  return `${javadoc([description], '  ')}  public ${returned} ${name}() {\n    return ${call}(${given});\n  }\n`;
}

const MODEL_IMPORTS = ['java.math.BigDecimal', 'java.util.List', 'java.util.Map', 'java.util.Optional'];

/** Returns the class of an object that the platform sends. */
export function modelFile({ name, fields }: ObjectType, description: string): string {
  const checks = fields.map((field) => `    ${field.name}();\n`).join('');
  const code = `public final class ${name} extends Content {
  private ${name}(Map<String, ?> fields) {
    super(fields);
${checks}  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static ${name} of(Map<String, ?> fields) {
    return new ${name}(fields);
  }

${fields.map(accessor).join('\n')}}
`;
  return javaFile('com.issuary.model', MODEL_IMPORTS, [description], code);
}
