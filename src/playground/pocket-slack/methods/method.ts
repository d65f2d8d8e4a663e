/** What a Web API method is: the scopes it asks for, its rate tier, and its effect. */
import { z } from 'zod';
import type { Installation } from '../app.ts';
import type { Workspace, World } from '../world.ts';

export type Answer = { ok: true; [field: string]: unknown } | Refused;
export type Refused = { ok: false; error: string; [field: string]: unknown };

type Rated = {
  /** Any one of these will do; none means that a valid token is enough. */
  scopes: readonly string[];
  /** Calls a minute in one workspace; 'messages' is chat.postMessage's own rule. */
  perMinute: number | 'messages';
};

/** Acts in one workspace. */
export type Method = Rated & {
  /** With an organization's token these must be told the workspace; the others find it by the ids they are given. */
  needsTeam?: boolean;
  run: (world: World, workspace: Workspace, args: Record<string, unknown>) => Answer;
};

/** Is about the installation itself, be it a workspace's or an organization's. */
export type InstallationMethod = Rated & {
  runOn: (world: World, installation: Installation, args: Record<string, unknown>) => Answer;
};

/** Needs no token. */
export type OpenMethod = Rated & { runOpen: (world: World, args: Record<string, unknown>) => Answer };

export function refuse(error: string, more: Record<string, unknown> = {}): Refused {
  return { ok: false, error, ...more };
}

export function refuseScope(needed: string, granted: { scopes: readonly string[] }): Refused {
  return refuse('missing_scope', { needed, provided: granted.scopes.join(',') });
}

/** Reads arguments by a schema; what does not fit is invalid_arguments, as in Slack. */
export function withArguments<Schema extends z.ZodType>(
  schema: Schema,
  run: (world: World, workspace: Workspace, args: z.infer<Schema>) => Answer,
): Method['run'] {
  return (world, workspace, args) => {
    const parsed = schema.safeParse(args);
    if (parsed.success) return run(world, workspace, parsed.data);
    const messages = parsed.error.issues.map(
      (issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`,
    );
    return refuse('invalid_arguments', { response_metadata: { messages } });
  };
}

/** Form bodies carry everything as text, JSON bodies do not. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1')
  .optional();
export const count = z.coerce.number().int().min(0).optional();
export const word = z.string().optional();
