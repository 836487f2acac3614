import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What a function may do, and the environment variables it needs for that. */
export interface Grant {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Allows the actions on the resources, without conditions. */
export const allow = (actions: string[], ...resources: string[]): PolicyStatement =>
  new PolicyStatement({ actions, resources });
