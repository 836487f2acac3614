import type { Field, FieldType } from './fields.ts';

/** Returns a name as Go writes it: `CardID` for `cardId`. */
const goName = (name: string): string =>
  publicName(name)
    .replace(/Id(?=s?$)/, 'ID')
    .replace(/^(?:Otp|Pin)$/, (word) => word.toUpperCase());

/** Returns a name with a capital first letter. */
export const publicName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Whole numbers that may exceed 32 bits. */
const LARGE_NUMBER = /Id$|^logIndex$/;

/** Returns the declaration of a field: name, type and tag. */
export function goField(field: Field, side: 'request' | 'result'): string {
  const isOptional = !field.isRequired;
  const type = field.isSecret ? 'Secret' : goType(field.name, field.type);
  const pointer = isOptional && needsPointer(field.type, side) ? '*' : '';
  const tag = `\`json:"${field.name}${isOptional ? ',omitempty' : ''}"\``;
  return `${goName(field.name)} ${pointer}${type} ${tag}`;
}

/** Whether the empty value of the type could not be told from an absent one. */
function needsPointer(type: FieldType, side: 'request' | 'result'): boolean {
  if (type.kind === 'enum') return (type.values as readonly unknown[]).includes(0);
  return type.kind === 'object' || (type.kind === 'integer' && side === 'result');
}

function goType(name: string, type: FieldType): string {
  switch (type.kind) {
    case 'text':
      return 'string';
    case 'integer':
      return LARGE_NUMBER.test(name) ? 'int64' : 'int';
    case 'decimal':
      return 'Decimal';
    case 'boolean':
      return 'bool';
    case 'enum':
      return typeof type.values[0] === 'number' ? 'int' : 'string';
    case 'list':
      return `[]${goType(name, type.of)}`;
    case 'object':
      return type.name;
  }
}
