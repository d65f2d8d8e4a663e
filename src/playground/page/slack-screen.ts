/** What the pocket Slack tells the page about one person's screen. */
export type Text = { type: 'plain_text' | 'mrkdwn'; text: string };
export type Option = { text: Text; value: string; description?: Text };
export type Confirm = { title?: Text; text: Text; confirm?: Text; deny?: Text; style?: string };

export type Element = {
  type: string;
  action_id?: string;
  text?: Text | string;
  value?: string;
  url?: string;
  style?: string;
  accessibility_label?: string;
  confirm?: Confirm;
  placeholder?: Text;
  options?: Option[];
  option_groups?: { label: Text; options: Option[] }[];
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  is_decimal_allowed?: boolean;
  focus_on_load?: boolean;
  image_url?: string;
  alt_text?: string;
};

export type Span = {
  type: string;
  text?: string;
  url?: string;
  user_id?: string;
  channel_id?: string;
  name?: string;
  range?: string;
  fallback?: string;
  style?: { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean };
};
export type RichPart = { type: string; style?: string; indent?: number; elements: (Span | RichPart)[] };
type RichText = { type: 'rich_text'; elements: RichPart[] };
export type Cell = { type: 'raw_text' | 'raw_number'; text: string } | RichText;

export type Chart =
  | { type: 'pie'; segments: { label: string; value: number }[] }
  | {
      type: 'bar' | 'line' | 'area';
      series: { name: string; data: { label: string; value: number }[] }[];
      axis_config: { categories: string[]; x_label?: string; y_label?: string };
    };

type ContainerFields = {
  title?: Text;
  rich_text_title?: RichText;
  subtitle?: Text;
  child_blocks: Block[];
  is_collapsible?: boolean;
  default_collapsed?: boolean;
};

type Has<Type extends string, Fields> = { type: Type; block_id: string } & Fields;
export type Block =
  | Has<'header', { text: Text }>
  | Has<'section', { text?: Text; fields?: Text[]; accessory?: Element }>
  | Has<'context', { elements: (Text | Element)[] }>
  | Has<'actions', { elements: Element[] }>
  | Has<'divider', object>
  | Has<'image', { image_url?: string; alt_text: string; title?: Text }>
  | Has<'input', { label: Text; hint?: Text; optional?: boolean; dispatch_action?: boolean; element: Element }>
  | Has<'markdown', { text: string }>
  | Has<'rich_text', { elements: RichPart[] }>
  | Has<'table', { rows: Cell[][]; column_settings?: { align?: string }[] }>
  | Has<'data_table', { rows: Cell[][]; caption: string }>
  | Has<'data_visualization', { title: string; chart: Chart }>
  | Has<'alert', { text: Text; level?: string }>
  | Has<'card', { title?: Text; subtitle?: Text; body?: Text; subtext?: Text; actions?: Element[] }>
  | Has<'carousel', { elements: Block[] }>
  | Has<'container', ContainerFields>;

export type Held = Record<string, unknown> & { type: string };
export type Values = Record<string, Record<string, Held>>;

export type Message = {
  ts: string;
  author: string;
  isApp: boolean;
  text: string;
  blocks: Block[];
  onlyVisibleToYou: boolean;
  edited: boolean;
  /** What was said under it. */
  replies: Message[];
  values: Values;
};

export type Conversation = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  isExtShared: boolean;
  unread: number;
  messages: Message[];
};

export type Modal = {
  id: string;
  title: string;
  submit?: string;
  close: string;
  blocks: Block[];
  values: Values;
  errors: Record<string, string>;
};

export type Screen = {
  workspace: { id: string; name: string };
  person: { id: string; name: string; realName: string; tz: string };
  names: Record<string, string>;
  conversations: Conversation[];
  modals: Modal[];
  hasHome: boolean;
  home: { id: string; blocks: Block[]; values: Values } | null;
  notices: { at: string; code: string; text: string }[];
};

export type Entry = string | number | string[] | null;
export type Place = 'home' | { viewId: string } | { channel: string; ts: string };
export type Seen = { ok: boolean; errors?: Record<string, string>; notice?: string; text?: string; error?: string };
export type Command = { name: string; description: string; usageHint: string };
export type Shortcut = { callbackId: string; name: string; description: string; kind: 'global' | 'message' };
/** What the app offers by name. */
export type Offer = { commands: Command[]; shortcuts: Shortcut[] };
