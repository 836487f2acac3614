/** Returns `CardApply` for `cardApply` and `card_apply`. */
export const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
