// In bundles this stands for @aws-sdk/credential-provider-node: see bundle.ts.
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
