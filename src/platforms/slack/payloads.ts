/** What Slack sends, as far as we read it. Whatever fits none of these is put aside before it can do harm. */
import { z } from 'zod';

/** Slack's ids are short and plain; anything else would only do harm in a row or in a log. */
export const Id = z.string().regex(/^[\w.:-]{1,200}$/);
/** What we named ourselves, a form or what its mark carries: never with a sign that the database cannot keep. */
const Name = z
  .string()
  .max(2_000)
  .regex(/^[^\0\p{Surrogate}]*$/u);
/** More than anybody can write in Slack, even when each sign of it is escaped. */
const Words = z.string().max(250_000);
/** One that cannot be used is as good as none: the answer finds another way. */
const ResponseUrl = z
  .url({ protocol: /^https?$/ })
  .optional()
  .catch(undefined);

/** An organization that installed the app for all its workspaces is told of no `team`: see `whose.ts`. */
const Team = z.looseObject({ id: Id }).nullish();
/** `team_id` is the person's own workspace: in a shared channel not always the one where the app is installed. */
const Actor = z.looseObject({ id: Id, team_id: Id.nullish() });
const Channel = z.looseObject({ id: Id }).nullish();

export const CommandPayload = z.looseObject({
  command: Name.startsWith('/'),
  text: Words.default(''),
  team_id: Id,
  user_id: Id,
  channel_id: Id,
  channel_name: z.string().default(''),
  trigger_id: Id,
  response_url: ResponseUrl,
});
export type CommandPayload = z.infer<typeof CommandPayload>;

const StateValue = z.looseObject({
  value: Words.nullish(),
  selected_option: z.looseObject({ value: Words }).nullish(),
  selected_options: z.array(z.looseObject({ value: Words })).nullish(),
  selected_date: Words.nullish(),
});
export const ViewState = z.looseObject({ values: z.record(Name, z.record(z.string(), StateValue)) });
export type ViewState = z.infer<typeof ViewState>;

const SentView = z.looseObject({
  id: Id,
  hash: Id.or(z.literal('')).default(''),
  callback_id: Name.default(''),
  private_metadata: z.string().default(''),
  title: z.looseObject({ text: z.string() }).optional(),
  blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() })).default([]),
  state: ViewState.default({ values: {} }),
});

export const ActionPayload = z.looseObject({
  type: z.literal('block_actions'),
  team: Team,
  user: Actor,
  trigger_id: Id,
  response_url: ResponseUrl,
  channel: Channel,
  view: z.looseObject({ type: z.string(), hash: Id.optional() }).optional().catch(undefined),
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
  trigger_id: Id.optional().catch(undefined),
});
export type SubmissionPayload = z.infer<typeof SubmissionPayload>;

/** From the menu of shortcuts, or of one message, which then comes along. */
export const ShortcutPayload = z.looseObject({
  type: z.literal(['shortcut', 'message_action']),
  team: Team,
  user: Actor,
  callback_id: Name.min(1),
  trigger_id: Id,
  response_url: ResponseUrl,
  channel: Channel,
  message: z
    .looseObject({
      text: Words.default(''),
      user: Id.optional(),
      bot_id: z.string().optional(),
      subtype: z.string().optional(),
    })
    .optional()
    .catch(undefined),
});
export type ShortcutPayload = z.infer<typeof ShortcutPayload>;

export const EventPayload = z.looseObject({
  type: z.literal('event_callback'),
  team_id: Id.nullish(),
  event_id: Id,
  event_time: z.number().optional().catch(undefined),
  event: z.looseObject({ type: z.string() }),
  authorizations: z.array(z.looseObject({ team_id: Id.nullish() })).nullish(),
});
export type EventPayload = z.infer<typeof EventPayload>;

export const MessageEvent = z.looseObject({
  type: z.literal('message'),
  channel_type: z.literal('im'),
  channel: Id,
  user: Id,
  text: Words,
  team: z.string().nullish(),
  user_team: z.string().nullish(),
  bot_id: z.undefined().optional(),
  subtype: z.undefined().optional(),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

/** The other tab, `messages`, is a chat like any other. */
export const HomeOpened = z.looseObject({
  type: z.literal('app_home_opened'),
  user: Id,
  tab: z.literal('home'),
  view: z.looseObject({ hash: Id }).optional().catch(undefined),
});

export const AccountEvent = z.looseObject({ type: z.literal(['user_change', 'team_join']), user: z.unknown() });

export const TokensRevoked = z.looseObject({
  type: z.literal('tokens_revoked'),
  tokens: z.looseObject({ bot: z.array(z.string()).default([]) }),
});

/** A button's value, as `render-card.ts` writes it; `o` says that a press opens a form. */
export const PressValue = z.object({
  a: Name.min(1),
  s: z.record(Name, Name).default({}),
  o: z.literal('form').optional(),
});

/** A form's private_metadata, as `render-form.ts` writes it. */
export const FormMark = z.object({ v: z.number().int(), s: z.record(Name, Name).default({}) });

/** Slack keeps no more than this in a button or a form. */
const LONGEST_MARK = 3_000;

/** Text that came as JSON; undefined where it is none, does not fit or is longer than Slack would have kept it. */
export function readJson<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> | undefined {
  if (text.length > LONGEST_MARK) return undefined;
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
