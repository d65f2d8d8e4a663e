/** Runs the schemas and says what is wrong in the words and JSON pointers Slack uses. */
import { z } from 'zod';
import { messageBlocks } from './surfaces.ts';
import type { Block } from './surfaces.ts';
import { limits } from './limits.ts';
import { homeView, modalView } from './view.ts';
import type { HomeView, ModalView } from './view.ts';

export type Checked<Value> = { fits: true; value: Value } | { fits: false; error: string; problems: string[] };

export function checkMessageBlocks(given: unknown): Checked<Block[]> {
  const blocks = readJson(given);
  if (blocks === undefined || !Array.isArray(blocks))
    return { fits: false, error: 'invalid_blocks_format', problems: [] };
  const checked = check(messageBlocks, blocks, '/blocks', 'invalid_blocks');
  if (checked.fits && countText(checked.value) > limits.messageBlocksText)
    return { fits: false, error: 'msg_blocks_too_long', problems: [] };
  return checked;
}

export function checkModal(given: unknown): Checked<ModalView> {
  return checkView(modalView, given);
}

export function checkHome(given: unknown): Checked<HomeView> {
  return checkView(homeView, given);
}

function checkView<Schema extends z.ZodType>(schema: Schema, given: unknown): Checked<z.infer<Schema>> {
  const view = readJson(given);
  if (view === undefined)
    return { fits: false, error: 'invalid_arguments', problems: ['missing required field: view [json-pointer:]'] };
  const size = Buffer.byteLength(JSON.stringify(view));
  if (size > limits.viewBytes) return { fits: false, error: 'view_too_large', problems: [] };
  return check(schema, view, '/view', 'invalid_arguments');
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  root: string,
  error: string,
): Checked<z.infer<Schema>> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { fits: true, value: parsed.data };
  return { fits: false, error, problems: parsed.error.issues.flatMap((issue) => describeIssue(issue, root)) };
}

function describeIssue(issue: z.core.$ZodIssue, root: string): string[] {
  const pointer = [root, ...issue.path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))].join(
    '/',
  );
  const at = (words: string, where = pointer) => `${words} [json-pointer:${where}]`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => at(`invalid additional property: ${key}`));
    case 'invalid_union': {
      const [first] = issue.errors;
      if (issue.discriminator !== undefined || first === undefined) return [at('unsupported type', pointer)];
      return issue.errors.length === 1
        ? first.flatMap((inner) => describeIssue(inner, pointer))
        : [at('invalid value')];
    }
    case 'invalid_type': {
      if (issue.input === undefined && /received undefined/.test(issue.message)) {
        const parent = pointer.slice(0, pointer.lastIndexOf('/'));
        return [at(`missing required field: ${String(issue.path.at(-1) ?? 'view')}`, parent)];
      }
      return [at(`must be a ${issue.expected === 'int' ? 'whole number' : issue.expected}`)];
    }
    case 'too_big':
      return [
        at(
          issue.origin === 'array'
            ? `no more than ${issue.maximum} items allowed`
            : `must be no more than ${issue.maximum}`,
        ),
      ];
    case 'too_small':
      return [
        at(
          issue.origin === 'array'
            ? `no less than ${issue.minimum} items allowed`
            : `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`,
        ),
      ];
    case 'invalid_value':
      return [at(`value must be one of ${issue.values.map(String).join(', ')}`)];
    default:
      return [at(issue.message)];
  }
}

/** Slack takes nested arguments as JSON text in a form, or as they are in a JSON body. */
function readJson(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}

function countText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countText(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : countText(inner)),
    0,
  );
}
