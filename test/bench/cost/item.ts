/** An attribute's value in DynamoDB's JSON. */
export type Value =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: boolean }
  | { readonly L: readonly Value[] }
  | { readonly M: Item }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] };

/** A stored item. */
export type Item = { readonly [attribute: string]: Value };

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

const numberBytes = (digits: string): number => {
  const [mantissa = ''] = digits.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const significant = (text: string) => Math.ceil(text.length / 2);
  const isWhole = /^0*$/.test(fraction);
  return (
    1 +
    significant(isWhole ? whole.replace(/^0+|0+$/g, '') : whole.replace(/^0+/, '')) +
    significant(isWhole ? '' : fraction.replace(/0+$/, ''))
  );
};

function valueBytes(value: Value): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberBytes(value.N);
  if ('B' in value) return Buffer.from(value.B, 'base64').length;
  if ('L' in value) return 3 + sum(value.L.map((each) => 1 + valueBytes(each)));
  if ('M' in value) return 3 + sum(Object.values(value.M).map(() => 1)) + itemBytes(value.M);
  if ('SS' in value) return sum(value.SS.map((each) => Buffer.byteLength(each)));
  if ('NS' in value) return sum(value.NS.map(numberBytes));
  return 1;
}

/** Returns an item's size as DynamoDB counts it: names and values, in bytes. */
export const itemBytes = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueBytes(value)));
