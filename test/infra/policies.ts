import { functions, resources, text, texts } from './synthesized-app.ts';

/** One permission: an action that a role may take on a resource. */
export interface Permission {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** The statement's condition; undefined if there is none. */
  readonly condition: unknown;
}

interface Statement {
  Effect: string;
  Action?: unknown;
  Resource?: unknown;
  [other: string]: unknown;
}

/**
 * The types that a policy can be attached to in a template, without resource policies, which have tests of their own.
 */
const ATTACHED = [
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::User',
  'AWS::IAM::Group',
];

function permissionsOf(role: string, document: { Statement: Statement[] }): Permission[] {
  return document.Statement.flatMap((statement) => {
    if ('NotAction' in statement || 'NotResource' in statement)
      throw new Error(`${role} is granted by exclusion`);
    if (statement.Effect !== 'Allow') return [];
    return texts(statement.Action).flatMap((action) =>
      texts(statement.Resource).map((resource) => ({
        role,
        action,
        resource,
        condition: statement['Condition'],
      })),
    );
  });
}

/** Returns the permissions of all roles. Roles are the only identities: anything else is refused. */
function permissionsOfRoles(): Permission[] {
  const others = ATTACHED.flatMap((type) => resources(type));
  if (others.length > 0) throw new Error(`policies outside of roles: ${others.map(({ id }) => id)}`);
  return resources('AWS::IAM::Role').flatMap((role) =>
    // biome-ignore lint/suspicious/noExplicitAny: a template's JSON
    (role.properties.Policies ?? []).flatMap((policy: any) => permissionsOf(role.id, policy.PolicyDocument)),
  );
}

/** All permissions of the app's roles. */
export const permissions: readonly Permission[] = permissionsOfRoles();

const byRole = Map.groupBy(permissions, ({ role }) => role);
const byRoleArn = Map.groupBy(functions, ([, lambda]) => text(lambda.properties.Role));

/** Returns the functions that run under the role. */
export const functionsOf = (role: string): string[] =>
  (byRoleArn.get(`${role}.Arn`) ?? []).map(([name]) => name);

/** Returns the permissions of a function. */
export const permissionsOfFunction = (name: string): Permission[] =>
  [...byRole].flatMap(([role, granted]) => (functionsOf(role).includes(name) ? granted : []));

/** Whether IAM's pattern, in which * matches anything, covers the value. */
function covers(pattern: string, value: string): boolean {
  const literal = (part: string) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(value);
}

/**
 * Returns who has any permission of a service (`dynamodb`) on a resource or a part of it, by name or wildcard:
 * functions, and roles without a function.
 */
export function functionsReaching(service: string, resource: string): string[] {
  const reaching = permissions.filter(
    (permission) =>
      (permission.action.startsWith(`${service}:`) || permission.action.startsWith('*')) &&
      (covers(permission.resource, resource) || permission.resource.startsWith(`${resource}/`)),
  );
  const who = reaching.flatMap(({ role }) => (functionsOf(role).length > 0 ? functionsOf(role) : [role]));
  return [...new Set(who)].sort();
}
