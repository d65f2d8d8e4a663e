/** data_visualization, Slack's native chart, and the two kinds of table. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { identifier, shortString } from './text.ts';

const { chart, table, dataTable: dataTableLimits } = limits;
const label = shortString(chart.label);

const axisConfig = z.strictObject({
  categories: z.array(label).min(1).max(chart.categories),
  x_label: shortString(chart.axisLabel).optional(),
  y_label: shortString(chart.axisLabel).optional(),
});

const series = z.strictObject({
  name: label,
  data: z
    .array(z.strictObject({ label, value: z.number() }))
    .min(1)
    .max(chart.categories),
});

function axisChart<Type extends string>(type: Type) {
  return z.strictObject({
    type: z.literal(type),
    series: z.array(series).min(1).max(chart.series),
    axis_config: axisConfig,
  });
}

const pie = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(z.strictObject({ label, value: z.number().gt(0) }))
    .min(1)
    .max(chart.segments),
});

export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: identifier.optional(),
  title: shortString(chart.title),
  chart: z
    .discriminatedUnion('type', [pie, axisChart('bar'), axisChart('line'), axisChart('area')])
    .superRefine((drawn, context) => {
      if (drawn.type === 'pie') return;
      const names = drawn.series.map((one) => one.name);
      if (new Set(names).size !== names.length)
        context.addIssue({ code: 'custom', message: 'series names must be unique' });
      const wanted = [...drawn.axis_config.categories].sort().join('\n');
      for (const one of drawn.series)
        if ([...one.data.map((point) => point.label)].sort().join('\n') !== wanted)
          context.addIssue({ code: 'custom', message: 'every series needs one point for each category' });
    }),
});

const rawText = z.strictObject({ type: z.literal('raw_text'), text: shortString(limits.text) });
const rawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: shortString(limits.text) });

function checkShape(rows: readonly (readonly unknown[])[], context: z.RefinementCtx): void {
  if (new Set(rows.map((row) => row.length)).size > 1)
    context.addIssue({ code: 'custom', message: 'every row must have the same number of cells' });
}

export const tableBlock = z
  .strictObject({
    type: z.literal('table'),
    block_id: identifier.optional(),
    rows: z
      .array(
        z
          .array(z.discriminatedUnion('type', [rawText, rawNumber, richText]))
          .min(1)
          .max(table.columns),
      )
      .min(1)
      .max(table.rows)
      .superRefine(checkShape),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(table.columns)
      .optional(),
  })
  .refine((block) => (block.column_settings?.length ?? 0) <= (block.rows[0]?.length ?? 0), {
    message: 'column_settings must not outnumber the columns',
  });

export const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: identifier.optional(),
    caption: z.string().min(1),
    rows: z
      .array(
        z
          .array(z.discriminatedUnion('type', [rawText, rawNumber, richText]))
          .min(1)
          .max(dataTableLimits.columns),
      )
      .min(dataTableLimits.minRows)
      .max(dataTableLimits.maxRows)
      .superRefine(checkShape),
    page_size: z.int().min(1).max(dataTableLimits.pageSize).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine((block) => JSON.stringify(block.rows).length <= dataTableLimits.content * 4, { message: 'too much text' });
