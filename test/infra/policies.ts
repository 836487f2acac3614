import { functions, resources, text, texts } from './synthesized-app.ts';

/** One permission: a role may do this to that. */
export interface Permission {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** What must hold of the call, as the statement says it; undefined where nothing must. */
  readonly condition: unknown;
}

interface Statement {
  Effect: string;
  Action?: unknown;
  Resource?: unknown;
  [other: string]: unknown;
}

/** What a policy can be attached to in a template, beside the resource policies, which are tested by themselves. */
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

/** Roles are the only identities: anything else is refused. */
function permissionsOfRoles(): Permission[] {
  const others = ATTACHED.flatMap((type) => resources(type));
  if (others.length > 0) throw new Error(`policies outside of roles: ${others.map(({ id }) => id)}`);
  return resources('AWS::IAM::Role').flatMap((role) =>
    // biome-ignore lint/suspicious/noExplicitAny: a template's JSON
    (role.properties.Policies ?? []).flatMap((policy: any) => permissionsOf(role.id, policy.PolicyDocument)),
  );
}

/** Every permission that a role of the app has by itself. */
export const permissions: readonly Permission[] = permissionsOfRoles();

const byRole = Map.groupBy(permissions, ({ role }) => role);
const byRoleArn = Map.groupBy(functions, ([, lambda]) => text(lambda.properties.Role));

/** The functions that run under the role. */
export const functionsOf = (role: string): string[] =>
  (byRoleArn.get(`${role}.Arn`) ?? []).map(([name]) => name);

/** The permissions of a function. */
export const permissionsOfFunction = (name: string): Permission[] =>
  [...byRole].flatMap(([role, granted]) => (functionsOf(role).includes(name) ? granted : []));

/** Does IAM's pattern, in which * stands for anything, cover the value? */
function covers(pattern: string, value: string): boolean {
  const literal = (part: string) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(value);
}

/**
 * Who may do anything of a service (`dynamodb`) to a resource or to a part of it, by name or wildcard: functions, and
 * roles that no function has.
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
