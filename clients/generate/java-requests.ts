import type { Field, FieldType } from './fields.ts';
import { javadoc, javaFile } from './java-text.ts';
import type { OperationModel } from './model.ts';

/** The types that a setter takes, each with what is put on the wire; empty where Request.Builder converts it. */
function setterTypes(
  name: string,
  type: FieldType,
): readonly (readonly [type: string, expression: string])[] {
  if (type.kind === 'decimal')
    return [
      ['BigDecimal', name],
      ['long', name],
      ['String', ''],
    ];
  if (type.kind === 'integer') return [['int', name]];
  if (type.kind === 'enum' && typeof type.values[0] === 'number')
    return name.startsWith('enable')
      ? [
          ['boolean', `${name} ? 1 : 0`],
          ['int', name],
        ]
      : [['int', name]];
  if (type.kind === 'text' && type.format === 'date')
    return [
      ['LocalDate', `Objects.toString(${name}, null)`],
      ['String', name],
    ];
  if (type.kind === 'text' && type.format === 'dateOrTime')
    return [
      ['LocalDateTime', ''],
      ['LocalDate', `Objects.toString(${name}, null)`],
      ['String', name],
    ];
  return [['String', name]];
}

/** Says what a field is, and what it may be. */
function setterDoc(field: Field, isGenerated: boolean): string {
  const { description, default: standard, type, isRequired } = field;
  return [
    description,
    type.kind === 'enum' && !type.values.every((value) => description.includes(String(value)))
      ? `One of ${type.values.join(', ')}.`
      : '',
    standard === undefined ? '' : `Defaults to ${standard}.`,
    isGenerated ? 'Generated when it is not set.' : isRequired ? 'Required.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The methods of Request.Builder that convert a parameter. */
const PARSED: Readonly<Partial<Record<FieldType['kind'], string>>> = {
  text: 'withTime',
  decimal: 'withDecimal',
};

function setters(field: Field, isGenerated: boolean): string {
  const { name, type } = field;
  return setterTypes(name, type)
    .map(([parameter, expression]) => {
      const call =
        expression === '' ? `${PARSED[type.kind]}("${name}", ${name})` : `with("${name}", ${expression})`;
      return `${javadoc([setterDoc(field, isGenerated)], '    ')}    public Builder ${name}(${parameter} ${name}) {\n      return ${call};\n    }\n`;
    })
    .join('\n');
}

const REQUEST_IMPORTS = [
  'java.math.BigDecimal',
  'java.time.LocalDate',
  'java.time.LocalDateTime',
  'java.util.Objects',
];

/** Returns the class of an operation's request, with its builder. */
export function requestFile({ requestName, title, request, takesRequestNumber }: OperationModel): string {
  const isGenerated = ({ name }: Field) => takesRequestNumber && name === 'userReqNo';
  const required = request.filter((field) => field.isRequired && !isGenerated(field));
  const check =
    required.length === 0 ? '' : `      require(${required.map(({ name }) => `"${name}"`).join(', ')});\n`;
  const throws =
    required.length === 0
      ? ''
      : '\n     *\n     * @throws com.issuary.RequestInvalid when a required field is not set';
  const code = `public final class ${requestName} extends Request {
  private ${requestName}(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

${request.map((field) => `${setters(field, isGenerated(field))}\n`).join('')}    /**
     * Returns the request.${throws}
     */
    public ${requestName} build() {
${check}      return new ${requestName}(this);
    }
  }
}
`;
  return javaFile('com.issuary.model', REQUEST_IMPORTS, [`The request of ${title}.`], code);
}
