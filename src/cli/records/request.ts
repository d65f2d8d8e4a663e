// The parts of throughline records that work on one request, each as the officer whose code was given.
import { createReadStream } from 'node:fs';
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { inTenant } from '../../db/scope.ts';
import { InvalidError, SetUpError } from '../../errors.ts';
import { countCollected } from '../../records/collect.ts';
import { hashFiles } from '../../records/package.ts';
import type { Decision } from '../../records/redactions.ts';
import { requestName, stateInWords } from '../../records/request-rules.ts';
import { listRequests, type Request } from '../../records/requests.ts';
import { decide, exportRequest, preview, putForward } from '../../records/work.ts';
import { atLedger } from '../deliveries/at-ledger.ts';
import type { Command } from '../help.ts';
import { atRequest } from './at-request.ts';
import { assertFree, writeFiles } from './files.ts';

const OPTIONS = {
  code: { type: 'string' },
  out: { type: 'string' },
  from: { type: 'string' },
  customer: { type: 'string' },
} as const;

const CODE =
  '--code  what a records officer gets in their own chat: /district records code NUMBER; good for half an hour';

export const listPart: Command = {
  name: 'list',
  usage: '[--customer NAME]',
  summary: 'Lists records requests with their states, and what they cover in numbers. No words of anybody.',
  examples: ['throughline records list'],
  run: async (words) => {
    const { values } = parseArgs({ args: words, options: { customer: OPTIONS.customer } });
    return atLedger(values.customer, async ({ db, viewer }) => {
      const lines = await inTenant(db, viewer.tenantId, async (tx) => {
        const all = await listRequests(tx, viewer);
        return Promise.all(
          all.map(async (one) => {
            const counts = await countCollected(tx, viewer, one);
            return `${lineOf(one)}\n    ${counts.map(({ title, count }) => `${title}: ${String(count)}`).join('; ') || 'nothing yet'}`;
          }),
        );
      });
      console.log(
        lines.length === 0
          ? 'There is no records request. An officer opens one in chat: /district records open'
          : lines.join('\n'),
      );
      return 0;
    });
  },
};

export const previewPart: Command = {
  name: 'preview',
  usage: 'NUMBER --code CODE --out FOLDER',
  summary:
    'Writes all that a request covers, with what would be taken out marked, and a sheet to decide in. Needs both keys.',
  details: [CODE, '--out   a folder that is not there yet'].join('\n'),
  examples: ['throughline records preview R-3 --code 1A2B3-C4D5E-6F708-192A3 --out preview'],
  run: async (words) => {
    const { number, code, customer, out } = read(words, 'preview');
    if (out === undefined) return mistyped('preview NUMBER --code CODE --out FOLDER');
    assertFree(out);
    return atRequest(
      { number, code, customer },
      ({ tx, viewer, now }, one) => preview(tx, viewer, now, one),
      async (files, one) => {
        await writeFiles(out, files);
        console.log(
          `The preview of ${requestName(one.number)} is in ${out}. It holds words of people: take it away when you are done.`,
        );
      },
    );
  },
};

export const redactPart: Command = {
  name: 'redact',
  usage: 'NUMBER --code CODE --from FILE',
  summary:
    'Takes decisions from the sheet of a preview: what is taken out, and what stays. What was approved before is void.',
  details: [CODE, '--from  a CSV file with the columns item, text, decision (out or keep) and reason'].join('\n'),
  examples: ['throughline records redact R-3 --code 1A2B3-C4D5E-6F708-192A3 --from preview/redactions.csv'],
  run: async (words) => {
    const { number, code, customer, from } = read(words, 'redact');
    if (from === undefined) return mistyped('redact NUMBER --code CODE --from FILE');
    const decisions = await readDecisions(from);
    return atRequest(
      { number, code, customer },
      ({ tx, viewer, now }, one) => decide(tx, viewer, now, one, decisions),
      (places, one) => {
        console.log(
          `Kept: decisions about ${String(places)} places of ${requestName(one.number)}. Look at a new preview, then: throughline records submit ${requestName(one.number)}`,
        );
        return Promise.resolve();
      },
    );
  },
};

export const submitPart: Command = {
  name: 'submit',
  usage: 'NUMBER --code CODE',
  summary: 'Puts forward exactly what would go out now. Another records officer approves it in their own chat.',
  details: CODE,
  examples: ['throughline records submit R-3 --code 1A2B3-C4D5E-6F708-192A3'],
  run: async (words) => {
    const { number, code, customer } = read(words, 'submit');
    return atRequest(
      { number, code, customer },
      async (ctx, one) => {
        const made = await putForward(ctx.tx, ctx.viewer, ctx.now, one);
        ctx.announce({ kind: 'records.submitted', requestId: one.id });
        return made;
      },
      ({ hash, files }, one) => {
        console.log(
          `${requestName(one.number)} is put forward: ${String(files.size)} files with the hash ${hash}. The other records officer is asked in chat.`,
        );
        return Promise.resolve();
      },
    );
  },
};

export const exportPart: Command = {
  name: 'export',
  usage: 'NUMBER --code CODE --out FOLDER|FILE.zip',
  summary:
    'Writes what two officers approved: a page to read, JSON, CSV, and a list of what was taken out. Nothing else goes out.',
  details: [
    CODE,
    '--out   a folder or a .zip file that is not there yet',
    '',
    'What has changed since it was approved is refused.',
  ].join('\n'),
  examples: ['throughline records export R-3 --code 1A2B3-C4D5E-6F708-192A3 --out R-3.zip'],
  run: async (words) => {
    const { number, code, customer, out } = read(words, 'export');
    if (out === undefined) return mistyped('export NUMBER --code CODE --out FOLDER|FILE.zip');
    assertFree(out);
    return atRequest(
      { number, code, customer },
      ({ tx, viewer, now }, one) => exportRequest(tx, viewer, now, one),
      async (files, one) => {
        await writeFiles(out, new Map([...files, ['manifest.json', manifestOf(one, files)]]));
        console.log(
          `${requestName(one.number)} is exported to ${out}: ${String(files.size)} files, as approved. Its hold stays until it is closed: /district records ${String(one.number)}`,
        );
      },
    );
  },
};

/** Which files there are, what each is, and who agreed to them by which day. */
function manifestOf(one: Request, files: ReadonlyMap<string, string>): string {
  const { number, reference, about, from, to, scopeApprovedAt, exportApprovedAt } = one;
  const listed = [...files].map(([name, text]) => ({ name, sha256: createHash('sha256').update(text).digest('hex') }));
  const approved = { scope: scopeApprovedAt, content: exportApprovedAt, hash: hashFiles(files) };
  return `${JSON.stringify({ request: requestName(number), reference, about, from, to, approved, files: listed }, null, 2)}\n`;
}

function read(words: string[], name: string) {
  const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
  const [number, ...more] = positionals;
  if (number === undefined || more.length > 0)
    throw new InvalidError(
      `Say which request: throughline records ${name} NUMBER. throughline records list shows them.`,
    );
  return { number, code: values.code, out: values.out, from: values.from, customer: values.customer };
}

function mistyped(usage: string): number {
  console.error(`Write it like this: throughline records ${usage}`);
  return 2;
}

const DecisionLine = z.object({
  item: z.string().min(1),
  text: z.string().min(1),
  decision: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['out', 'keep'], 'must be out or keep')),
  reason: z.string().trim().min(1, 'is empty: say why').max(100),
});

async function readDecisions(path: string): Promise<Decision[]> {
  const decisions: Decision[] = [];
  let line = 1;
  try {
    for await (const row of createReadStream(path).pipe(
      parse({ columns: true, bom: true, skip_empty_lines: true }),
    ) as AsyncIterable<unknown>) {
      line += 1;
      const read = DecisionLine.safeParse(row);
      if (!read.success)
        throw new InvalidError(
          `Line ${String(line)} of ${path}: ${read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
        );
      const { item, text, decision, reason } = read.data;
      // The sheet was written with an apostrophe before what a spreadsheet would run.
      decisions.push({ item, text: text.replace(/^'(?=[=+\-@])/, ''), takeOut: decision === 'out', reason });
    }
  } catch (error) {
    if (error instanceof InvalidError) throw error;
    throw new SetUpError(`${path} cannot be read as CSV with the columns item, text, decision and reason.`, {
      cause: error,
    });
  }
  return decisions;
}

function lineOf({ number, status, about, from, to, reference }: Request): string {
  return `${requestName(number)}  ${about}, ${from} to ${to} (${reference}): ${stateInWords(status)}`;
}
