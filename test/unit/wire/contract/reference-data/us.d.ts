/** The part of the library that the tests of the appendices use. */
declare module 'us' {
  const us: { readonly STATES_AND_TERRITORIES: readonly { readonly abbr: string; readonly name: string }[] };
  export default us;
}
