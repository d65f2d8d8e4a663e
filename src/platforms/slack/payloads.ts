/** What Slack sends, as far as we read it. Whatever fits none of these is put aside before it can do harm. */
import { z } from 'zod';

const Team = z.looseObject({ id: z.string() });
/** `team_id` is the person's own workspace: in a shared channel not always the one where the app is installed. */
const Actor = z.looseObject({ id: z.string(), team_id: z.string().nullish() });

export const CommandPayload = z.looseObject({
  command: z.string().startsWith('/'),
  text: z.string().default(''),
  team_id: z.string(),
  user_id: z.string(),
  channel_id: z.string(),
  channel_name: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.url().optional(),
});
export type CommandPayload = z.infer<typeof CommandPayload>;

const StateValue = z.looseObject({
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
  selected_date: z.string().nullish(),
});
export const ViewState = z.looseObject({ values: z.record(z.string(), z.record(z.string(), StateValue)) });
export type ViewState = z.infer<typeof ViewState>;

const SentView = z.looseObject({
  id: z.string(),
  hash: z.string().default(''),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  title: z.looseObject({ text: z.string() }).optional(),
  blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() })).default([]),
  state: ViewState.default({ values: {} }),
});

export const ActionPayload = z.looseObject({
  type: z.literal('block_actions'),
  team: Team,
  user: Actor,
  trigger_id: z.string(),
  response_url: z.url().optional(),
  channel: z.looseObject({ id: z.string() }).optional(),
  actions: z.tuple(
    [z.looseObject({ type: z.string(), action_id: z.string(), value: z.string().optional() })],
    z.unknown(),
  ),
});
export type ActionPayload = z.infer<typeof ActionPayload>;

export const SubmissionPayload = z.looseObject({
  type: z.literal('view_submission'),
  team: Team,
  user: Actor,
  view: SentView,
});
export type SubmissionPayload = z.infer<typeof SubmissionPayload>;

export const EventPayload = z.looseObject({
  type: z.literal('event_callback'),
  team_id: z.string(),
  event_id: z.string(),
  event: z.looseObject({ type: z.string() }),
  authorizations: z.array(z.looseObject({ team_id: z.string().nullable() })).nullish(),
});
export type EventPayload = z.infer<typeof EventPayload>;

export const MessageEvent = z.looseObject({
  type: z.literal('message'),
  channel_type: z.literal('im'),
  channel: z.string(),
  user: z.string(),
  text: z.string(),
  team: z.string().optional(),
  user_team: z.string().optional(),
  bot_id: z.undefined().optional(),
  subtype: z.undefined().optional(),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

export const TokensRevoked = z.looseObject({
  type: z.literal('tokens_revoked'),
  tokens: z.looseObject({ bot: z.array(z.string()).default([]) }),
});

/** A button's value, as `render-card.ts` writes it; `o` says that a press opens a form. */
export const PressValue = z.object({
  a: z.string().min(1),
  s: z.record(z.string(), z.string()).default({}),
  o: z.literal('form').optional(),
});

/** A form's private_metadata, as `render-form.ts` writes it. */
export const FormMark = z.object({ v: z.number().int(), s: z.record(z.string(), z.string()).default({}) });

/** Text that came as JSON; undefined where it is none or does not fit. */
export function readJson<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> | undefined {
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
