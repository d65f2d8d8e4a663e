/** The data of a Submit button: the `msteams` part decides what Teams does with it, and a small slip makes a dead button. */
import { isObject } from './json.ts';

const TYPES = ['task/fetch', 'messageBack', 'imBack', 'signin'];

export function checkSubmitData(data: unknown): string[] {
  if (data === undefined || typeof data === 'string') return [];
  if (!isObject(data)) return ['has data that is neither text nor an object'];
  const msteams = data['msteams'];
  if (msteams === undefined) {
    return data['type'] === 'task/fetch' ? ["opens no dialog: 'task/fetch' belongs in data.msteams.type"] : [];
  }
  if (!isObject(msteams)) return ['has data.msteams that is not an object'];
  const type = msteams['type'];
  if (typeof type !== 'string' || !TYPES.includes(type))
    return [`has data.msteams.type '${String(type)}', which Teams ignores`];
  if (type === 'imBack' && typeof msteams['value'] !== 'string') return ['is imBack without data.msteams.value'];
  if (type === 'messageBack' && typeof msteams['text'] !== 'string' && msteams['value'] === undefined) {
    return ['is messageBack without text or value'];
  }
  return [];
}
