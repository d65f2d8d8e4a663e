// What somebody wrote and could not send any more, for them to read and to take along.
import { rowName, type Field, type Form, type Values } from '../../chat/form.ts';

export interface KeptWords {
  label: string;
  value: string;
}

export function keptInWords(form: Form, values: Values): KeptWords[] {
  return Object.entries(form.fields).flatMap(([name, field]) => {
    const given =
      field.kind === 'rows'
        ? field.items.map((item) => [item.label, values[rowName(name, item.id)]] as const)
        : [[field.label, values[name]] as const];
    return given.flatMap(([label, value]) =>
      value === undefined
        ? []
        : [
            {
              label,
              value: [value]
                .flat()
                .map((one) => wordsOf(field, one))
                .join(', '),
            },
          ],
    );
  });
}

function wordsOf(field: Field, value: string): string {
  switch (field.kind) {
    case 'choice':
    case 'choices':
      return field.options[value] ?? value;
    case 'rows':
      return field.statuses[value] ?? value;
    case 'yes-no':
      return value === 'yes' ? 'Yes' : 'No';
    default:
      return value;
  }
}
