// A field or a column that somebody adds is nobody's until it is said whose it is.
import { ask, type AnyForm } from '../../src/chat/form.ts';
import { commands } from '../../src/cli/commands.ts';
import { features } from '../../src/desk/index.ts';
import { productForms } from '../platforms/product-examples.ts';
import { COLUMNS, COMMANDS } from './private-fields.ts';
import { findColumnFaults, findFieldFaults, markedFields, textColumns } from './registry.ts';

const forms = productForms.map(({ form }) => form);

describe('the list of private fields', () => {
  it('has every field of every form, with its audience', () => {
    expect(findFieldFaults(forms)).toEqual([]);
  });

  it('has every column of text or JSON of the schema', () => {
    expect(textColumns().length).toBeGreaterThan(100);
    expect(findColumnFaults()).toEqual([]);
  });

  it('knows in which column the words of each private field lie', () => {
    const kept = Object.values(COLUMNS).flatMap((of) => ('words' in of ? of.words : []));
    expect(markedFields(forms).length).toBeGreaterThan(7);
    expect(markedFields(forms).filter((name) => !kept.includes(name))).toEqual([]);
  });

  it('sees every form, because each has an example', () => {
    const drawn = new Set(forms.map(({ id }) => id));
    const handled = features.flatMap((feature) => (feature.forms ?? []).map(({ id }) => id));
    expect(handled.filter((id) => !drawn.has(id))).toEqual([]);
  });

  it('has every command of the command line, so that what it prints is searched', () => {
    expect(Object.keys(COMMANDS).sort()).toEqual(commands.map(({ name }) => name).sort());
  });
});

describe('what is forgotten is named', () => {
  const form = (fields: AnyForm['fields']): AnyForm => ({
    id: 'diary:write',
    version: 1,
    title: 'x',
    submit: 'x',
    fields,
  });
  const words = ask.line('What moved you?', { audience: 'PAIR' });
  const without = ask.line('What moved you?');

  it.each<[string, AnyForm, Parameters<typeof findFieldFaults>[1], RegExp]>([
    ['a field that is nobody’s', form({ words }), {}, /“diary:write words” is nobody's yet. Add it to FORM_FIELDS/],
    ['words that are said to be open', form({ words }), { 'diary:write words': { open: 'x' } }, /takes words/],
    [
      'a private field that promises nothing',
      form({ words: without }),
      { 'diary:write words': { thing: 'step-text' } },
      /“diary:write words” is private and its form promises no audience/,
    ],
    [
      'a promise wider than the matrix',
      form({ words: ask.line('x', { audience: 'DISTRICT' }) }),
      { 'diary:write words': { thing: 'principal-confidence' } },
      /promised to the manager too/,
    ],
    [
      'an option that is gone',
      form({ one: ask.choice('x', { a: 'A' }, { audience: 'PAIR' }) }),
      { 'diary:write one': { thing: 'step-text', tells: 'B' } },
      /no option “B”/,
    ],
    ['a field that is gone', form({}), { 'diary:write words': { open: 'x' } }, /No form asks “diary:write words”/],
  ])('%s', (_what, given, list, said) => {
    expect(findFieldFaults([given], list).join('\n')).toMatch(said);
  });

  it('a column, whether of text, of a list of texts or of JSON, and one that is gone', () => {
    const schema =
      'model Diary {\n  id String @id @db.Uuid\n  words String?\n  tags String[] @map("all_tags")\n  more Json\n\n  @@map("diary")\n}\n';
    expect(textColumns(schema)).toEqual(['diary.words', 'diary.all_tags', 'diary.more']);
    const faults = findColumnFaults(textColumns(schema), {
      'diary.words': { words: ['no:form field'] },
      'x.y': { never: '' },
    });
    expect(faults.join('\n')).toMatch(
      /diary.all_tags is not sorted yet[^]*diary.more is not[^]*no x.y any more[^]*“no:form field”/,
    );
  });
});
