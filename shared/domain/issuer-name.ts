/** Who holds cards: `embedded`, this platform, or the configured name of a platform below it. */
export type IssuerName = string;

/** The issuer that is this platform itself. */
export const EMBEDDED: IssuerName = 'embedded';
