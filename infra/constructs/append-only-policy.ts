import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Denies everyone in the account, whatever their role allows, to change or delete the append-only items of a table. */
export function appendOnlyPolicy(appended: string): PolicyDocument {
  const deny = { effect: Effect.DENY, principals: [new AnyPrincipal()], resources: ['*'] };
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        ...deny,
        actions: [
          'dynamodb:DeleteItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:PartiQLDelete',
          'dynamodb:PartiQLUpdate',
        ],
      }),
      new PolicyStatement({
        ...deny,
        actions: ['dynamodb:UpdateItem'],
        conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': `${appended}*` } },
      }),
    ],
  });
}
