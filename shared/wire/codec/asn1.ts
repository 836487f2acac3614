import forge from 'node-forge';
import { KeyUnsupported } from './codec-errors.ts';

// The few helpers that formats.ts needs for ASN.1 as parsed by forge. For operators' tools only.

export type Asn1 = forge.asn1.Asn1;

const { Class, Type } = forge.asn1;

const TYPE_LETTERS: Readonly<Record<number, string>> = {
  [Type.INTEGER]: 'I',
  [Type.BITSTRING]: 'B',
  [Type.OCTETSTRING]: 'O',
  [Type.OID]: 'D',
  [Type.SEQUENCE]: 'S',
};

const typeLetterOf = (node: Asn1) =>
  node.tagClass === Class.UNIVERSAL ? (TYPE_LETTERS[node.type] ?? '.') : '.';

/** Returns the members of a structure; empty for a primitive value. */
export const membersOf = (node: Asn1): Asn1[] => (Array.isArray(node.value) ? node.value : []);

/**
 * Returns one member of a structure.
 *
 * @throws KeyUnsupported when the structure has fewer members
 */
export function memberOf(node: Asn1, index: number): Asn1 {
  const member = membersOf(node)[index];
  if (member === undefined) throw new KeyUnsupported('a structure that is cut short');
  return member;
}

/**
 * Returns the types of a sequence's members, one letter each: I integer, S sequence, O octet string, B bit string,
 * D object id, a dot for anything else. Empty when the node is not a sequence.
 */
export const shapeOf = (node: Asn1): string =>
  typeLetterOf(node) === 'S' ? membersOf(node).map(typeLetterOf).join('') : '';
