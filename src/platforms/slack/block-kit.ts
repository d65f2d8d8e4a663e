/** Block Kit as plain objects. The SDK's own types do not know Slack's charts yet, so the stand-in's validator checks the shapes. */
export interface Block {
  type: string;
  [key: string]: unknown;
}

export interface View {
  type: 'modal';
  callback_id?: string;
  private_metadata?: string;
  title: PlainText;
  submit?: PlainText;
  close?: PlainText;
  blocks: Block[];
}

export interface PlainText {
  type: 'plain_text';
  text: string;
}

/** Never mrkdwn: what people type must not become a link, a mention or a broadcast. Slack refuses an empty text. */
export function plain(text: string): PlainText {
  return { type: 'plain_text', text: text === '' ? ' ' : text };
}

export function section(text: string): Block {
  return { type: 'section', text: plain(text) };
}
