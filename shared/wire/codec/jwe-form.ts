/** Five parts, of which the first is Base64url of a JSON object. */
const COMPACT = /^eyJ[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether the value has the form of a compact JWE, whoever it is for. */
export const isJwe = (value: unknown): value is string => typeof value === 'string' && COMPACT.test(value);
